/** @file Before a picture is chosen: what there is to do, and what the map is of. */
import { Sentence } from '../../terms/Sentence.tsx';

export const HowTo = ({ recorded }: { recorded: boolean }) => (
  <section className="card map-how" aria-labelledby="map-how-title">
    <h2 id="map-how-title">Ask about any picture</h2>
    <ul>
      <li>
        <b>Point</b> at one to see {recorded ? 'what it is' : 'who is nearest to it'}; <b>click</b> it to ask
        why it has its partner.
      </li>
      <li>
        <b>Zoom</b> with the wheel, two fingers or + and −: dots become pictures.
      </li>
      <li>
        <b>Brush</b> (B) around a group to see what is in it.
      </li>
      <li>
        <b>Turn</b> the epochs below the map: what moves has learnt something.
      </li>
    </ul>
    <p>
      <Sentence>
        Near one another are pictures whose features the teacher finds alike. The two axes are the directions
        in which features differ most; what differs in others cannot be seen here.
      </Sentence>
    </p>
  </section>
);
