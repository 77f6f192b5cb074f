/** @file Part 4: the votes of the window. A square is an epoch; the first row decides. */
import { count, fixed } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';
import { PartHeading } from './Part.tsx';
import { AskAbout, Tile } from './Tile.tsx';
import { votesText } from './parts.ts';
import { tallyOf, type Tally, type TallyRow } from './tally.ts';

interface Props {
  answer: Answer | null;
  /** W, before there is an answer. */
  windowLength: number;
}

export function Votes({ answer, windowLength }: Props) {
  const tally: Tally =
    answer === null
      ? { epochs: Array.from({ length: windowLength }, () => null), rows: [] }
      : tallyOf(answer);
  return (
    <section className="diagram-part votes" aria-label="Votes">
      <PartHeading number={4} text={votesText(tally.epochs.length)} />
      <table className="ballots" style={{ '--epochs': tally.epochs.length }}>
        <thead>
          <tr>
            <td />
            {tally.epochs.map((epoch, place) => (
              <th key={place} scope="col">
                <span className="hidden">epoch </span>
                {epoch === null ? '–' : count(epoch + 1)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody key={answer === null ? '' : `${answer.image} ${answer.epoch}`}>
          {tally.rows.map((row, place) => (
            <Row key={row.image} row={row} answer={answer} leads={place === 0} />
          ))}
          {tally.rows.length === 0 && <EmptyRows epochs={tally.epochs.length} />}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, answer, leads }: { row: TallyRow; answer: Answer | null; leads: boolean }) {
  const shown = answer?.images.get(row.image);
  return (
    <tr className={leads ? 'leads' : ''}>
      <td>
        <AskAbout image={row.image} epoch={answer?.epoch}>
          <Tile
            picture={shown?.picture}
            label={row.isSelf ? 'itself' : (shown?.name ?? '')}
            isSelf={row.isSelf}
          />
        </AskAbout>
      </td>
      {row.cast.map((similarity, place) => (
        <td key={place}>
          <i
            style={{ '--turn': place }}
            className={`ballot ${similarity === null ? '' : row.isSelf ? 'cast-self' : 'cast'}`}
            title={similarity === null ? 'not among the nearest' : fixed(similarity, 2)}
          >
            <span className="hidden">{similarity === null ? 'no vote' : fixed(similarity, 2)}</span>
          </i>
        </td>
      ))}
      <td className="tally">
        {leads ? <b>{fixed(row.score, 2)}</b> : fixed(row.score, 2)}
        {row.isSelf && ' itself'}
      </td>
    </tr>
  );
}

/** Places of the first votes. */
const EmptyRows = ({ epochs }: { epochs: number }) =>
  Array.from({ length: 3 }, (_, row) => (
    <tr key={row} aria-hidden="true">
      <td>
        <Tile picture={undefined} label="" />
      </td>
      {Array.from({ length: epochs }, (__, place) => (
        <td key={place}>
          <i className="ballot" />
        </td>
      ))}
      <td />
    </tr>
  ));
