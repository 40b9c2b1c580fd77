"""The other end of our addresses, with the clients that everybody has: redis-py and pyzmq.

clients.py WHAT HOST:PORT [ARGUMENT…]; prints what it got, one message a line, and a bound port first.
"""
import sys
import time

import redis
import zmq

LIMIT = 60_000


def out(value):
    print(value.decode() if isinstance(value, bytes) else value, flush=True)


def redis_client(place):
    host, port = place.rsplit(":", 1)
    return redis.Redis(host=host, port=int(port), socket_timeout=60)


def blpop(place, key, count):
    client = redis_client(place)
    for _ in range(int(count)):
        out(client.blpop(key, timeout=60)[1])


def rpush(place, key, *bodies):
    redis_client(place).rpush(key, *bodies)


def xread(place, key, count):
    client, last, left = redis_client(place), "0", int(count)
    while left > 0:
        for _, entries in client.xread({key: last}, block=60_000):
            for last, fields in entries:
                out(fields[b"body"])
                left -= 1


def xadd(place, key, *bodies):
    client = redis_client(place)
    for body in bodies:
        client.xadd(key, {"body": body})


def subscribe(place, channel, count):
    pubsub = redis_client(place).pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe(channel)
    got = 0
    while got < int(count):
        message = pubsub.get_message(timeout=60)
        if message:
            out(message["data"])
            got += 1


def publish(place, channel, *bodies):
    client = redis_client(place)
    end = time.monotonic() + 60
    while client.pubsub_numsub(channel)[0][1] == 0 and time.monotonic() < end:
        time.sleep(0.02)
    for body in bodies:
        client.publish(channel, body)


def socket(kind):
    made = zmq.Context.instance().socket(kind)
    made.setsockopt(zmq.RCVTIMEO, LIMIT)
    made.setsockopt(zmq.SNDTIMEO, LIMIT)
    made.setsockopt(zmq.LINGER, LIMIT)
    return made


def pull(place, count):
    puller = socket(zmq.PULL)
    puller.connect("tcp://" + place)
    for _ in range(int(count)):
        out(puller.recv())


def push(_, *bodies):
    pusher = socket(zmq.PUSH)
    out(pusher.bind_to_random_port("tcp://127.0.0.1"))
    for body in bodies:
        pusher.send_string(body)


def sub(place, topic, count):
    subscriber = socket(zmq.SUB)
    subscriber.setsockopt_string(zmq.SUBSCRIBE, topic)
    subscriber.connect("tcp://" + place)
    for _ in range(int(count)):
        name, body = subscriber.recv_multipart()
        out(name + b" " + body)


def pub(_, topic, *bodies):
    publisher = socket(zmq.XPUB)
    out(publisher.bind_to_random_port("tcp://127.0.0.1"))
    publisher.recv()
    for body in bodies:
        publisher.send_multipart([topic.encode(), body.encode()])


def rep(place, count):
    """Takes acknowledged messages: a request is a sequence number and a body, the reply that number."""
    replier = socket(zmq.REP)
    replier.connect("tcp://" + place)
    for _ in range(int(count)):
        sequence, body = replier.recv_multipart()
        out(body)
        replier.send(sequence)


def req(_, *bodies):
    """Feeds acknowledged messages."""
    requester = socket(zmq.REQ)
    out(requester.bind_to_random_port("tcp://127.0.0.1"))
    for number, body in enumerate(bodies, start=1):
        requester.send_multipart([number.to_bytes(8, "big"), body.encode()])
        assert requester.recv() == number.to_bytes(8, "big")


def ask(place, question):
    requester = socket(zmq.REQ)
    requester.connect("tcp://" + place)
    requester.send_string(question)
    out(requester.recv())


globals()[sys.argv[1]](*sys.argv[2:])
zmq.Context.instance().destroy(linger=LIMIT)
