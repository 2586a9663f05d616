import {css} from 'lit';

/**
 * Around a face that follows its own width, by container queries. What such queries ask has no width of its own: it would
 * be nothing in a dialog, a flex row or a table cell. So a track without height says beside it what the face would like
 * and what it needs.
 */
export const frameStyles = css`
  .frame {
    inline-size: 100%;
    block-size: 100%;
  }

  .frame::before {
    content: '';
    display: grid;
    grid-template-columns: minmax(clamp(176px, 25vi, 200px), 26rem);
    overflow: hidden;
  }

  .frame > div {
    container-type: inline-size;
    block-size: 100%;
  }
`;
