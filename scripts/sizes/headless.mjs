// What a page without tags takes from the package.
export {createPhone} from '../../dist/index.js';
