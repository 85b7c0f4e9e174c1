export { leaving } from "../form/leaving";
