namespace Pharos.Cli.Tests.Promtool;

public sealed class PromQLFormatTests
{
    [Theory]
    [InlineData("format a+b", "a + b\n")]
    [InlineData("label-matchers set -t =~ rate(a[5m])+b job x.*", "rate(a{job=~\"x.*\"}[5m]) + b{job=~\"x.*\"}\n")]
    [InlineData("label-matchers set a{b=\"1\",b!=\"2\"} b c", "a{b=\"c\",b=\"c\"}\n")]
    [InlineData("label-matchers set a __name__ c", "a{__name__=\"c\"}\n")]
    [InlineData("label-matchers set sum(-(max_over_time(a[5m:])[1h:]))by(x)+topk(1,c) b d", null)]
    [InlineData("label-matchers set sum(-(max_over_time(a[5m:])))by(x)+topk(1,c) b d", "sum by (x) (-(max_over_time(a{b=\"d\"}[5m:]))) + topk(1, c{b=\"d\"})\n")]
    [InlineData("label-matchers delete a{b=\"c\",d=\"e\"}or{b=\"c\"} b", "a{d=\"e\"} or \n")]
    [InlineData("label-matchers delete a __name__", "a\n")]
    [InlineData("format --enable-feature=promql-experimental-functions,promql-binop-fill-modifiers limitk(2,a+fill(1)b)", "limitk(2, a + fill (1) b)\n")]
    public void Run_ExperimentalCommand_WritesTheQuery(string line, string? expected)
    {
        var result = CommandLine.Run("promtool", ["--experimental", "promql", .. line.Split(' ')]);

        Assert.Equal(expected is null ? 1 : 0, result.ExitCode);
        Assert.Equal(expected ?? "", result.Output);
    }

    [Theory]
    [InlineData("promql format a", "This command is experimental and requires the --experimental flag to be set.\n")]
    [InlineData("promql label-matchers delete a b", "This command is experimental and requires the --experimental flag to be set.\n")]
    [InlineData("--experimental promql format a+", "1:3: parse error: unexpected end of input\n")]
    [InlineData("--experimental promql format limitk(2,a)", "1:1: parse error: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions\n")]
    [InlineData("--experimental promql label-matchers set -t =~ a b (", "error parsing regexp: missing closing ): `(`\n")]
    [InlineData("promql label-matchers set a b", "promtool: error: required argument 'value' not provided, try --help\n")]
    public void Run_InVain_SaysWhy(string line, string expected)
    {
        var result = CommandLine.Run("promtool", line.Split(' '));

        Assert.Equal((1, "", expected), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Run_UnknownFeature_IsAWarning()
    {
        var result = CommandLine.Run("promtool", "--experimental", "--enable-feature=no-such", "promql", "format", "a");

        Assert.Equal((0, "a\n"), (result.ExitCode, result.Output));
        Assert.Equal("WARNING: Unknown feature passed to --enable-feature: no-such\n", result.Error);
    }
}
