// Sends a span, a log record and a measurement with OpenTelemetry's SDK for Go, as OTEL_EXPORTER_OTLP_* variables say.
package main

import (
	"context"
	"fmt"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/metric"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	ctx := context.Background()
	check(sendSpan(ctx))
	check(sendLog(ctx))
	check(sendMetric(ctx))
}

func sendSpan(ctx context.Context) error {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	_, span := provider.Tracer("sender").Start(ctx, "chat gpt-5")
	span.SetAttributes(attribute.String("gen_ai.request.model", "gpt-5"), attribute.StringSlice("gen_ai.response.finish_reasons", []string{"stop"}))
	span.End()
	return provider.Shutdown(ctx)
}

func sendLog(ctx context.Context) error {
	exporter, err := otlploghttp.New(ctx)
	if err != nil {
		return err
	}
	provider := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(exporter)))
	var record log.Record
	record.SetEventName("gen_ai.client.inference.operation.details")
	record.SetBody(attribute.StringValue("from the SDK"))
	record.SetSeverity(log.SeverityInfo)
	provider.Logger("sender").Emit(ctx, record)
	return provider.Shutdown(ctx)
}

func sendMetric(ctx context.Context) error {
	exporter, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return err
	}
	provider := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewPeriodicReader(exporter)))
	tokens, err := provider.Meter("sender").Int64Histogram("gen_ai.client.token.usage")
	if err != nil {
		return err
	}
	tokens.Record(ctx, 42, metric.WithAttributes(attribute.String("gen_ai.token.type", "input")))
	return provider.Shutdown(ctx)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
