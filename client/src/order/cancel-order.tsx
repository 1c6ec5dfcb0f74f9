import { useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { answerOf } from '../graph/answer.ts';
import { Notice } from '../ui/notice.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import { CancelOrderDocument } from './generated/order-page.ts';

export function CancelOrder({ orderId }: { readonly orderId: string }) {
  const { words } = useLanguage();
  const say = orderWords.useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [cancel, { loading }] = useMutation(CancelOrderDocument, { variables: { orderId } });
  const [problem, setProblem] = useState<string>();
  const confirm = async () => {
    const result = await answerOf(cancel(), 'cancelOrder');
    dialog.current?.close();
    setProblem('code' in result ? result.code : undefined);
  };
  return (
    <div className="mt-6 grid gap-4">
      {problem === undefined ? null : <Notice tone="bad" title={words.problems.of(problem)} />}
      <button type="button" className="button-quiet justify-self-start" onClick={() => dialog.current?.showModal()}>
        {say.cancel}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="cancel-title"
        className="m-auto max-w-md rounded-3xl bg-card p-8 backdrop:bg-black/40"
      >
        <h2 id="cancel-title">{say.cancelSure}</h2>
        <div className="mt-6 flex flex-wrap gap-3">
          <button type="button" className="button" disabled={loading} onClick={() => void confirm()}>
            {say.cancel}
          </button>
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say.keep}
          </button>
        </div>
      </dialog>
    </div>
  );
}
