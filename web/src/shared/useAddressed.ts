import { useLocation, useNavigate, useSearchParams } from "react-router";

interface Opened {
  opened?: string;
}

/**
 * A dialog that the address opens by a parameter of this name: the browser's Back closes it, and who
 * closes it otherwise has it not before them again by going back.
 */
export function useAddressed(name: string) {
  const [address, setAddress] = useSearchParams();
  const { state } = useLocation() as { state: Opened | null };
  const navigate = useNavigate();
  const isOpen = address.has(name);
  return {
    isOpen,
    open: () =>
      setAddress(
        (before) => {
          const next = new URLSearchParams(before);
          next.set(name, "1");
          return next;
        },
        { state: { opened: name } satisfies Opened },
      ),
    close: () => {
      if (state?.opened === name) return void navigate(-1);
      setAddress(
        (before) => {
          const next = new URLSearchParams(before);
          next.delete(name);
          return next;
        },
        { replace: true },
      );
    },
  };
}
