"""Prints what MLflow has of the newest trace, as JSON: asked by MLflow's own client."""

import json
import sys

import mlflow

mlflow.set_tracking_uri(sys.argv[1])
traces = mlflow.search_traces(locations=["0"], return_type="list", max_results=1)
print(
    json.dumps(
        [
            {
                "metadata": trace.info.trace_metadata,
                "usage": trace.info.token_usage,
                "spans": [
                    {"name": span.name, "type": span.span_type, "inputs": span.inputs, "outputs": span.outputs, "attributes": span.attributes}
                    for span in trace.data.spans
                ],
            }
            for trace in traces
        ],
        default=str,
    )
)
