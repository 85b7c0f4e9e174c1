import { toast } from "../ui/toast";

/** Where what is told of can be seen. */
interface Place {
  text: string;
  href: string;
}

const notify = (type: "success" | "error" | "info" | "warning", content: string, place?: Place): number =>
  toast[type](content, place && { link: { label: place.text, to: place.href } });

export const useNotify = () => notify;
