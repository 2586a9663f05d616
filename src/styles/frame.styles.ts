import {css} from 'lit';

/**
 * The frame of a face that adapts to its own width with container queries. A query container gets no width from its
 * content, so in a dialog, a flex row or a table cell its width would be 0. A grid track without height beside it gives
 * the frame the width that the face prefers and needs.
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
