import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useRef } from "react";

interface Outcome<V, R> {
  onDone?: (result: R, value: V) => void | Promise<void>;
  onFailed?: (error: Error, value: V) => void;
}

type Act<V, R> = Omit<UseMutationResult<R, Error, V>, "mutate"> & { start: (value: V) => void };

/** One act of the reader: sent once however often it is clicked, until its answer is there. */
export function useAct<V, R>(send: (value: V) => Promise<R>, outcome: Outcome<V, R> = {}): Act<V, R> {
  const underWay = useRef(false);
  const { mutate, ...mutation } = useMutation<R, Error, V>({
    mutationFn: send,
    onSuccess: (result, value) => outcome.onDone?.(result, value),
    onError: (error, value) => outcome.onFailed?.(error, value),
    onSettled: () => {
      underWay.current = false;
    },
  });
  const start = (value: V) => {
    if (underWay.current) return;
    underWay.current = true;
    mutate(value);
  };
  return { ...mutation, start };
}
