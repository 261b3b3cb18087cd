using System.Text;
using Pharos.Testing.Processes;

namespace Pharos.Cli.Tests.Promtool;

public sealed class CheckMetricsTests
{
    public static TheoryData<string> Expositions { get; } =
    [
        "",
        "# HELP fine_total Fine.\n# TYPE fine_total counter\nfine_total 1\n",
        "a 1\n",
        "# HELP a\na 1\n",
        "# TYPE requests counter\nrequests 1\n",
        "# HELP up_total U.\n# TYPE up_total gauge\nup_total 1\n",
        "# HELP a_ms_b A.\n# TYPE a_ms_b gauge\na_ms_b 1\n",
        "# HELP a_milliseconds_b A.\n# TYPE a_milliseconds_b gauge\na_milliseconds_b 1\n",
        "# HELP days D.\n# TYPE days gauge\ndays 1\n# HELP x_bits B.\n# TYPE x_bits gauge\nx_bits 1\n",
        "# HELP kilometers_seconds D.\n# TYPE kilometers_seconds gauge\nkilometers_seconds 1\n",
        "# HELP aB A.\n# TYPE aB gauge\naB{cD=\"x\",eF=\"y\"} 1\naB{cD=\"z\"} 1\n",
        "# HELP a:b A.\n# TYPE a:b gauge\na:b 1\n",
        "# HELP a_gauge A.\n# TYPE a_gauge gauge\na_gauge{le=\"1\",quantile=\"2\"} 1\n",
        "# HELP a_bucket A.\n# TYPE a_bucket gauge\na_bucket 1\n# HELP a_sum A.\n# TYPE a_sum gauge\na_sum 1\n# HELP b_count A.\n# TYPE b_count counter\nb_count 1\n",
        "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n",
        "# HELP h_histogram_x H.\n# TYPE h_histogram_x histogram\nh_histogram_x_bucket{le=\"+Inf\",quantile=\"a\"} 2\nh_histogram_x_sum{quantile=\"a\"} 3\nh_histogram_x_count{quantile=\"a\"} 2\n",
        "# HELP s S.\n# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\n",
        "# HELP s S.\n# TYPE s summary\ns{quantile=\"0.5\",le=\"q\"} 1\ns_sum{le=\"q\"} 1\ns_count{le=\"q\"} 1\n",
        "# HELP d D.\n# TYPE d gauge\nd{a=\"1\"} 1\nd{a=\"1\"} 2\nd{a=\"1\"} 3\n",
        "# HELP only Announced.\n# TYPE only counter\n",
        "# TYPE a counter\n# TYPE a gauge\na 1\n",
        "a 1\n# TYPE a gauge\n",
        "# HELP a A.\n# HELP a B.\na 1\n",
        "# HELP a A.\na 1\nb_s 2 1700000000000\n",
        "a 1",
        "a{ 1\n",
        "a{b=\"c} 1\n",
        "a one\n",
    ];

    [Theory]
    [MemberData(nameof(Expositions))]
    public async Task Lint_Exposition_IsJudgedAsByPromtool(string exposition)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there");
        var expected = await RunningProgram.RunWithInputAsync(promtool, Encoding.UTF8.GetBytes(exposition), "check", "metrics");

        var found = CommandLine.RunWithInput(exposition, "promtool", "check", "metrics");

        Assert.Equal((expected.ExitCode, expected.Output), (found.ExitCode, found.Output));
        if (expected.ExitCode != 1)
        {
            Assert.Equal(expected.Error, found.Error);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na{b=\"1\"} 1\na{b=\"2\"} 1\n# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\nh_bucket{le=\"+Inf\",x=\"y\"} 1\nh_sum{x=\"y\"} 1\nh_count{x=\"y\"} 1\n")]
    [InlineData("# HELP longer_than_the_title_of_the_column L.\n# TYPE longer_than_the_title_of_the_column gauge\nlonger_than_the_title_of_the_column 1\n# HELP s S.\n# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\n")]
    public async Task Extended_Exposition_IsCountedAsByPromtool(string exposition)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there");
        var expected = await RunningProgram.RunWithInputAsync(promtool, Encoding.UTF8.GetBytes(exposition), "check", "metrics", "--extended");

        var found = CommandLine.RunWithInput(exposition, "promtool", "check", "metrics", "--extended");

        Assert.Equal((expected.ExitCode, expected.Output), (found.ExitCode, found.Output));
    }

    [Fact]
    public void Extended_WithProblems_ShowsBoth()
    {
        var found = CommandLine.RunWithInput("a 1\n", "promtool", "check", "metrics", "--extended");

        Assert.Equal((3, "Metric    Cardinality    Percentage    \na         1              100.00%       \nTotal     1              100%          \n", "a no help text\n"), found);
    }

    [Fact]
    public void Extended_WithoutLint_SaysNothingOfProblems() =>
        Assert.Equal((0, ""), CommandLine.RunWithInput("a 1\n", "promtool", "check", "metrics", "--extended", "--lint=none") is var found ? (found.ExitCode, found.Error) : default);

    [Fact]
    public void Nothing_ToDo_IsAMistake() => Assert.StartsWith(
        "error: at least one of --extended or linting must be enabled\n", CommandLine.RunWithInput("a 1\n", "promtool", "check", "metrics", "--lint=none").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("a 1\nb{ 1\n", "line 2")]
    [InlineData("a 1\nb 1", "error while linting: text format parsing error in line 2: unexpected end of input stream\n")]
    [InlineData("a 1\n# TYPE a gauge\n", "second TYPE line for metric name \"a\", or TYPE reported after samples")]
    public void Lint_Broken_SaysWhere(string exposition, string message) =>
        Assert.Contains(message, CommandLine.RunWithInput(exposition, "promtool", "check", "metrics").Error, StringComparison.Ordinal);
}
