"""Sends one JPEG as a rig's camera frame and reads its mask as a numpy array. See README.md for what it needs.

python segment_one.py front.jpg localhost:9092
"""
import sys
import time
import zlib

import numpy as np
from confluent_kafka import Consumer, Producer, TopicPartition
from foxglove.CompressedImage_pb2 import CompressedImage
from lynceus.v1.segmentation_pb2 import RASTER_ENCODING_DEFLATE, Segmentation

RIG, CAMERA, MASKS = "vehicle-7", "camera.front.image", "lynceus.masks"
path, broker = sys.argv[1:3]

reader = Consumer({"bootstrap.servers": broker, "group.id": "example"})
partitions = reader.list_topics(MASKS).topics[MASKS].partitions
ends = [reader.get_watermark_offsets(TopicPartition(MASKS, p))[1] for p in partitions]
reader.assign([TopicPartition(MASKS, p, end) for p, end in zip(partitions, ends)])

image = CompressedImage(frame_id="camera_front", format="jpeg", data=open(path, "rb").read())
image.timestamp.FromNanoseconds(time.time_ns())  # the capture time
producer = Producer({"bootstrap.servers": broker, "message.max.bytes": 8 << 20})
producer.produce(CAMERA, image.SerializeToString(), key=RIG)
producer.flush()

while True:
    record = reader.poll(30)
    if record is None:
        sys.exit("no mask came in 30 s: is a node running for rig " + RIG + "?")
    mask = Segmentation.FromString(record.value())
    if record.key() == RIG.encode() and mask.HasField("classes"):
        break
raster = mask.classes
assert raster.encoding == RASTER_ENCODING_DEFLATE, "the rig file asks for another encoding"
classes = np.frombuffer(zlib.decompress(raster.data), np.uint8).reshape(raster.height, raster.width)
print(classes.shape, dict(zip(*map(list, np.unique(classes, return_counts=True)))), mask.expected_miou)
