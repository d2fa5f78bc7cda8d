/* A clock that ticks once a second while somebody looks, for countdowns and ages. */
import { onMounted, onUnmounted, ref, type Ref } from 'vue';

export function useNow(everyMs = 1000): Ref<number> {
  const now = ref(Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => { timer = setInterval(() => { now.value = Date.now(); }, everyMs); });
  onUnmounted(() => { clearInterval(timer); });
  return now;
}
