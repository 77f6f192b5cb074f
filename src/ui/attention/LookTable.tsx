/** @file The maps: a row for each network, a column for each head, their mean, and the parts. */
import type { PlaceMap, ShownLook, ShownNetwork } from '../../store/attention/shownLook.ts';
import { Term } from '../terms/Term.tsx';
import { brightnessOf } from './mass.ts';
import { Layers, PlaceLayer, type MapManner } from './PlaceFigure.tsx';
import { mapText, networkName, partsText } from './words.ts';

interface Props {
  look: ShownLook;
  manner: MapManner;
  /** The part of each map that is shown, in (0, 1]. */
  part: number;
}

export function LookTable({ look, manner, part }: Props) {
  const maps = look.networks[0]?.maps ?? [];
  return (
    // What does not fit is scrolled to, by keyboard too.
    <div className="look-scroll" tabIndex={0} role="region" aria-label="Maps by network and head">
      <table className="look-table" data-testid="look-table">
        <thead>
          <tr>
            <td />
            {maps.map(({ label }, place) => (
              <th key={label} scope="col">
                {place === 0 ? (
                  <Term of={look.heads > 0 ? 'attention head' : 'norm of a place'}>{label}</Term>
                ) : (
                  label
                )}
              </th>
            ))}
            <th scope="col">
              <Term of="parts" />
            </th>
          </tr>
        </thead>
        <tbody>
          {look.networks.map((network) => (
            <Row key={network.network} {...{ look, network, manner, part }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Props {
  network: ShownNetwork;
}

function Row({ look, network, manner, part }: RowProps) {
  const { name, what } = networkName(network.network, look);
  return (
    <tr data-network={network.network}>
      <th scope="row">
        {name}
        <small>{what}</small>
      </th>
      {network.maps.map((map) => (
        <td key={map.label}>
          <Map {...{ look, map, manner, part }} text={mapText(name, map, part, look.heads)} />
        </td>
      ))}
      <td>
        <span className="look-figure" role="img" aria-label={partsText(name, look.heads)} data-map="parts">
          <PlaceLayer look={look} rgba={network.parts.rgba} whole />
        </span>
      </td>
    </tr>
  );
}

interface MapProps extends Props {
  map: PlaceMap;
  text: string;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function Map({ look, map: { label, own, shares }, manner, part, text }: MapProps) {
  return (
    <span
      className="look-figure"
      role="img"
      aria-label={text}
      title={text}
      data-map={label}
      data-own={own}
      data-patches={sum(shares)}
    >
      <Layers look={look} brightness={brightnessOf(shares, part)} manner={manner} />
    </span>
  );
}
