"""Moves what waits in one list into another through a Spark Connect server, without PySpark.

Usage: move.py HOST:PORT FROM TO CHECKPOINT, with the modules that protoc makes of the protocol on the path.
"""

import sys
import uuid

import grpc
from spark.connect import base_pb2, commands_pb2, expressions_pb2, relations_pb2

server, source, sink, checkpoint = sys.argv[1:]
execute_plan = grpc.insecure_channel(server).unary_stream(
    "/spark.connect.SparkConnectService/ExecutePlan",
    request_serializer=base_pb2.ExecutePlanRequest.SerializeToString,
    response_deserializer=base_pb2.ExecutePlanResponse.FromString,
)
session = str(uuid.uuid4())


def run(command):
    """Runs one command and yields its answers."""
    request = base_pb2.ExecutePlanRequest(
        session_id=session,
        user_context=base_pb2.UserContext(user_id="python"),
        plan=base_pb2.Plan(command=command),
    )
    yield from execute_plan(request)


messages = relations_pb2.Relation(
    read=relations_pb2.Read(
        is_streaming=True,
        data_source=relations_pb2.Read.DataSource(format="conveyor", options={"address": source}),
    )
)
body = expressions_pb2.Expression(
    unresolved_attribute=expressions_pb2.Expression.UnresolvedAttribute(unparsed_identifier="body")
)
start = commands_pb2.WriteStreamOperationStart(
    input=relations_pb2.Relation(project=relations_pb2.Project(input=messages, expressions=[body])),
    format="conveyor",
    options={"address": sink, "checkpointLocation": checkpoint},
    available_now=True,
    output_mode="append",
)
query = next(
    answer.write_stream_operation_start_result.query_id
    for answer in run(commands_pb2.Command(write_stream_operation_start=start))
    if answer.HasField("write_stream_operation_start_result")
)
end = commands_pb2.StreamingQueryCommand(
    query_id=query, await_termination=commands_pb2.StreamingQueryCommand.AwaitTerminationCommand()
)
for _ in run(commands_pb2.Command(streaming_query_command=end)):
    pass
