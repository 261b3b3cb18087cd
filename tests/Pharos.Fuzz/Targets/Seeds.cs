using System.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>Inputs and tokens that several targets share.</summary>
internal static class Seeds
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[][] Of(params string[] texts) => [.. texts.Select(Bytes)];

    public static IReadOnlyList<byte[]> TextTokens { get; } =
    [
        .. Of(
            "# HELP ", "# TYPE ", "# UNIT ", "# EOF\n", "#", " # {", "} ", "{", "}", "=\"", "\",", "\\\"", "\\n", "\\\\", "\n", "\t", " ", ",",
            "counter", "gauge", "histogram", "gaugehistogram", "summary", "untyped", "unknown", "info", "stateset",
            "_total", "_created", "_bucket", "_count", "_sum", "_info", "le=\"+Inf\"", "le=\"1\"", "quantile=\"0.5\"", "{\"a b\",", "__name__=\"x\",",
            "\r\n", "NaN", "+Inf", "-Inf", "1e308", "1e-400", "0x1p-2", "1_0", "12345678901234567890", "0.1", "-0", "1.5e3", "é", "\uFFFD", "\0"),
        [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    public static string PrometheusText =>
        """
        # HELP http_requests_total Requests, with \\ and \n in the help.
        # TYPE http_requests_total counter
        http_requests_total{code="200",path="/a\"b\\c\n"} 1027 1395066363000
        http_requests_total{code="400",} 3
        # A remark.
        # TYPE latency_seconds histogram
        latency_seconds_bucket{le="0.1"} 1
        latency_seconds_bucket{le="1"} 3
        latency_seconds_bucket{le="+Inf"} 4
        latency_seconds_sum 5.5
        latency_seconds_count 4
        # TYPE rpc summary
        rpc{quantile="0.5"} NaN
        rpc_sum 1.7560473e+07
        rpc_count 2693
        {"with.dots",label="é"} -Inf
        plain 0x1p-2

        """;

    /// <summary>Its earlier version lacks the second line: a memory of lines then meets what looks like a start time and is broken.</summary>
    public static string NoSeriesAmongKnownOnes => "# TYPE a counter\n9_created 5\na_total 1\n# EOF\n";

    public static string OpenMetrics =>
        """
        # HELP requests Requests \"quoted\".
        # TYPE requests counter
        # UNIT requests seconds
        requests_total{code="200"} 1027 1395066363.123 # {trace_id="abc"} 0.5 1395066360
        requests_created{code="200"} 1395066000.5
        # TYPE latency histogram
        latency_bucket{le="0.1"} 1 # {a="b"} 0.05
        latency_bucket{le="+Inf"} 4 # {} 2 1.5
        latency_sum 5.5
        latency_count 4
        latency_created 1
        # TYPE target info
        target_info{v="1"} 1
        # TYPE "with dots" gauge
        {"with dots",x="y"} 3
        # EOF

        """;
}
