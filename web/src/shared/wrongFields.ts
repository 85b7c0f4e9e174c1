export { refusedFile, wordsOf } from "../api/wrongFields";
