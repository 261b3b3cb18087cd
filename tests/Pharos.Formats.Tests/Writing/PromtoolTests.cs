using System.Diagnostics;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Tests.Writing;

/// <summary>What the writers write, read by promtool. Its folder is named by PHAROS_PEERS, or it is on the path.</summary>
public sealed class PromtoolTests
{
    [Theory]
    [InlineData(ExpositionFormat.PrometheusText004, EscapingScheme.Underscores)]
    [InlineData(ExpositionFormat.PrometheusText004, EscapingScheme.Values)]
    [InlineData(ExpositionFormat.PrometheusText100, EscapingScheme.Dots)]
    public async Task CheckMetrics_WrittenText_IsAccepted(ExpositionFormat format, EscapingScheme escaping)
    {
        var (exitCode, output) = await CheckMetrics(Write(format, escaping));
        Assert.True(exitCode == 0, output);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task CheckMetrics_BrokenText_IsRefused()
    {
        // Otherwise the test above would prove nothing.
        var (exitCode, output) = await CheckMetrics("requests_total{code=\"200} 1\n"u8.ToArray());
        Assert.NotEqual(0, exitCode);
        Assert.NotEqual("", output);
    }

    private static byte[] Write(ExpositionFormat format, EscapingScheme escaping)
    {
        var text = new ByteBuffer();
        var negotiated = new NegotiatedFormat(format, escaping);
        var writer = negotiated.NewWriter(text);
        var sink = negotiated.Escape(writer);
        sink.Begin("request_duration_seconds", MetricType.Histogram, "How long requests took.\nWith a \\ and a second line.");
        sink.Histogram(Labels.Of(("path", "a\"b\\c\nd")));
        sink.Histogram(Labels.Of(("path", "zürich"), ("http.method", "GET")));
        sink.Begin("requests_total", MetricType.Counter, "Requests.");
        sink.Number(1e21, Labels.Of(("code", "200")), timestampMs: -12);
        sink.Number(double.NaN, Labels.Of(("code", "500")));
        sink.Begin("size_bytes", MetricType.Summary, "Sizes.");
        sink.Summary(Labels.Of(("a", "b")));
        sink.Begin("temperature.celsius", MetricType.Gauge, "Temperature.");
        sink.Number(double.NegativeInfinity);
        writer.Complete();
        return text.ToArray();
    }

    private static async Task<(int ExitCode, string Output)> CheckMetrics(byte[] exposition)
    {
        var promtool = Find("promtool");
        Assert.SkipWhen(promtool == null, "promtool is not there: set PHAROS_PEERS to its folder");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(promtool!, ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.BaseStream.WriteAsync(exposition, cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }

    private static string? Find(string program)
    {
        var folders = new[] { Environment.GetEnvironmentVariable("PHAROS_PEERS") }
            .Concat(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []);
        return folders.Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.Combine(folder!, program))
            .FirstOrDefault(File.Exists);
    }
}
