// The party's playback speed: a menu for those who control it, a plain figure for the others when it is not normal.

import type { Party } from '../party/party';
import { Menu } from '../ui/menu';
import type { FilmActions } from './film-actions';
import { offeredRates, rateText } from './rates';

export function RateMenu({ party, actions }: { party: Party; actions: FilmActions }) {
  const rate = party.rate.value;
  if (!party.canControl.value) {
    return rate === 1 ? null : (
      <span class="rate" title="The party’s speed">
        <span class="visually-hidden">Speed </span>
        {rateText(rate)}
      </span>
    );
  }
  return (
    <Menu
      label="Speed for everyone"
      value={rateText(rate)}
      disabled={!actions.canMove}
      choices={[...offeredRates].reverse().map((offered) => ({
        key: String(offered),
        label: offered === 1 ? 'Normal' : rateText(offered),
        checked: Math.abs(offered - rate) < 0.001,
        choose: () => actions.setRate(offered),
      }))}
    >
      <span class="rate">{rateText(rate)}</span>
    </Menu>
  );
}
