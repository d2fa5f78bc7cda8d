/* Starting a visit unseen (暗访): one tap, the position once. A refusal is fine and recorded as one; nobody waits for a
   satellite longer than they like. */
import type { Assignment } from '../field/bundles';
import type { State } from './state';

interface Found { position: 'given' | 'refused' | 'unavailable'; coords: GeolocationCoordinates | null }
const LONGEST_MS = 8000;

function locate(offerSkip: (skip: () => void) => void): Promise<Found> {
  return new Promise((done) => {
    const none = (position: Found['position']): void => { done({ position, coords: null }); };
    if (!('geolocation' in navigator)) { none('unavailable'); return; }
    offerSkip(() => { none('unavailable'); });
    // The browser's own timeout does not run while it asks for permission; ours does not wait for it either.
    setTimeout(() => { none('unavailable'); }, LONGEST_MS + 4000);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { done({ position: 'given', coords }); },
      (error) => { none(error.code === error.PERMISSION_DENIED ? 'refused' : 'unavailable'); },
      { enableHighAccuracy: true, timeout: LONGEST_MS, maximumAge: 60_000 },
    );
  });
}

export async function startVisit(state: State, a: Assignment, offerSkip: (skip: () => void) => void): Promise<void> {
  const { position, coords } = await locate(offerSkip);
  await state.record(
    'visit.started',
    { visit: a.visit, assignment: a.assignment, campaign: a.campaign, position },
    coords ? { lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy) } : {},
  );
}
