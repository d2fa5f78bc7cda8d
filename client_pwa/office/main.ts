/* Every page of the console: styles, htmx for lists that change in place, and a few habits of the keyboard. */
import 'htmx.org';
import '@tabler/core/dist/css/tabler.min.css';
import { sendForms } from './shell/forms.ts';
import { listenToKeys } from './shell/keys.ts';
import { helpFilters } from './shell/filters.ts';
import { forgetNotice } from './shell/notice.ts';

import.meta.glob('./styles/*.css', { eager: true });

sendForms(document);
helpFilters(document);
listenToKeys(document);
forgetNotice(window);
