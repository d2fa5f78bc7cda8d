/* The only Vant parts the app uses, with their own styles; its icon font (25 KB, and an address on a foreign host) is
   left out, the few pictures here are inline SVG. */
import 'vant/es/style/base.css';
import 'vant/es/cell/index.css';
import 'vant/es/field/index.css';
import 'vant/es/button/index.css';
import 'vant/es/loading/index.css';
import 'vant/es/overlay/index.css';
import 'vant/es/popup/index.css';

export { Button as VanButton, Field as VanField, Popup as VanPopup } from 'vant';
