"""PyPI's pycrdt writes at random into a room, and says what it then reads: as yjs.mjs, with another Yjs."""

import asyncio
import json
import random
import sys

from pycrdt import Doc, Map, Text, YMessageType, YSyncMessageType, create_sync_message, create_update_message, handle_sync_message
from websockets.asyncio.client import connect

WORDS = ["Ә", "қ", "ұлт ", "балабақша", " ", "ң", "🙂", "🇰🇿", "👩🏽‍🏫", "\n", "Төраға: "]


def read(doc):
    agenda = doc.get("agenda", type=Map)
    lines = sorted((line["place"], key, line) for key, line in agenda.items())
    said = [{"id": key, "title": str(line["title"]), "discussion": str(line["discussion"])} for _, key, line in lines]
    return {"proposals": str(doc.get("proposals", type=Text)), "agenda": said}


def edit(doc, chance):
    """One edit, of whole characters; pycrdt counts bytes."""
    line = chance.choice([line for _, line in sorted(doc.get("agenda", type=Map).items())])
    text = chance.choice([doc.get("proposals", type=Text), line["title"], line["discussion"]])
    cuts = [0]
    for letter in str(text):
        cuts.append(cuts[-1] + len(letter.encode()))
    start = chance.randrange(len(cuts))
    end = min(start + chance.randrange(6), len(cuts) - 1) if chance.randrange(3) == 0 else start
    with doc.transaction():
        if end > start:
            del text[cuts[start] : cuts[end]]
        text.insert(cuts[start], chance.choice(WORDS))


def own_length(doc):
    """How much of the document this replica has written: its number in the state vector."""
    numbers, number, shift = [], 0, 0
    for byte in doc.get_state():
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number, shift = 0, 0
    return dict(zip(numbers[1::2], numbers[2::2]))[doc.client_id]


async def main():
    loop = asyncio.get_running_loop()
    line = lambda: loop.run_in_executor(None, sys.stdin.readline)
    ask = json.loads(await line())
    doc = Doc()
    # Roots have to be named before what is in them can be read.
    proposals = doc.get("proposals", type=Text)
    doc.get("agenda", type=Map)
    async with connect(ask["url"], origin=ask["origin"], additional_headers={"cookie": ask["cookie"]}, max_size=None) as socket:
        synced, changed, outbox = asyncio.Event(), asyncio.Event(), asyncio.Queue()
        applying = False

        def told(event):
            changed.set()
            if not applying:
                outbox.put_nowait(create_update_message(event.update))

        doc.observe(told)

        async def listen():
            nonlocal applying
            async for message in socket:
                if message[0] != YMessageType.SYNC:
                    continue
                applying = True
                reply = handle_sync_message(message[1:], doc)
                applying = False
                if reply is not None:
                    outbox.put_nowait(reply)
                if message[1] == YSyncMessageType.SYNC_STEP2:
                    synced.set()

        async def speak():
            while True:
                await socket.send(await outbox.get())
                outbox.task_done()

        tasks = [asyncio.create_task(listen()), asyncio.create_task(speak())]
        await socket.send(create_sync_message(doc))
        await synced.wait()
        chance = random.Random(ask["seed"])
        for n in range(ask["edits"]):
            edit(doc, chance)
            if n % 4 == 0:
                await asyncio.sleep(chance.random() / 80)
        proposals.insert(0, ".")
        length = own_length(doc)
        print(json.dumps({"wrote": {"replica": doc.client_id, "length": length}}), flush=True)
        await outbox.join()
        end = (await line()).strip()
        while end not in str(proposals):
            changed.clear()
            await changed.wait()
        print(json.dumps(read(doc), ensure_ascii=False), flush=True)
        for task in tasks:
            task.cancel()


asyncio.run(main())
