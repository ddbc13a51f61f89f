"""Sends a span, a log record and a measurement with OpenTelemetry's SDK for Python, as OTEL_EXPORTER_OTLP_* variables say."""

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

tracers = TracerProvider()
tracers.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
loggers = LoggerProvider()
loggers.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter()))
meters = MeterProvider(metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])

with tracers.get_tracer("sender").start_as_current_span("chat gpt-5") as span:
    span.set_attribute("gen_ai.request.model", "gpt-5")
    span.set_attribute("gen_ai.response.finish_reasons", ["stop"])
    loggers.get_logger("sender").emit(
        LogRecord(
            event_name="gen_ai.client.inference.operation.details",
            body="from the SDK",
            severity_number=SeverityNumber.INFO,
        )
    )
meters.get_meter("sender").create_histogram("gen_ai.client.token.usage").record(42, {"gen_ai.token.type": "input"})

for provider in (tracers, loggers, meters):
    provider.shutdown()
