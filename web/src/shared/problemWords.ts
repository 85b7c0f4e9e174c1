export { fieldsOf, heading, reasonOf, words } from "../api/problemWords";
