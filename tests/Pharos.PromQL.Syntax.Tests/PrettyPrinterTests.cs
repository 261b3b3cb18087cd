namespace Pharos.PromQL.Syntax.Tests;

public sealed class PrettyPrinterTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("a + b", "a + b")]
    [InlineData("sum by (job) (rate(http_requests_total{job=\"a_rather_long_job_name\", instance=\"some_instance_name:9090\"}[5m] offset 10m))", "sum by (job) (\n  rate(\n    http_requests_total{instance=\"some_instance_name:9090\",job=\"a_rather_long_job_name\"}[5m] offset 10m\n  )\n)")]
    [InlineData("first_metric_with_a_long_name{label=\"value\"} + on (label) group_left (other) second_metric_with_a_long_name{label=\"value\"} * 3", "  first_metric_with_a_long_name{label=\"value\"}\n+ on (label) group_left (other)\n  second_metric_with_a_long_name{label=\"value\"} * 3")]
    [InlineData("-(first_metric_with_a_long_name{label=\"value\"} + second_metric_with_a_long_name{label=\"value\", other=\"thing\"})", "-(\n    first_metric_with_a_long_name{label=\"value\"}\n  +\n    second_metric_with_a_long_name{label=\"value\",other=\"thing\"}\n)")]
    [InlineData("histogram_quantile(0.9, sum by (le, job, instance) (rate(request_duration_seconds_bucket{job=\"a_job_name\"}[5m])))", "histogram_quantile(\n  0.9,\n  sum by (le, job, instance) (rate(request_duration_seconds_bucket{job=\"a_job_name\"}[5m]))\n)")]
    [InlineData("topk(5, label_replace(some_metric_with_a_long_name{label=\"value\"}, \"destination\", \"$1\", \"source_label\", \"(.*)-suffix\"))", "topk(\n  5,\n  label_replace(\n    some_metric_with_a_long_name{label=\"value\"},\n    \"destination\",\n    \"$1\",\n    \"source_label\",\n    \"(.*)-suffix\"\n  )\n)")]
    [InlineData("max_over_time((sum by (job) (rate(http_requests_total{job=\"a_rather_long_job_name\", instance=\"some_instance\"}[5m])))[1h:5m] @ end() offset 1d)", "max_over_time(\n  (\n    sum by (job) (rate(http_requests_total{instance=\"some_instance\",job=\"a_rather_long_job_name\"}[5m]))\n  )[1h:5m] @ end() offset 1d\n)")]
    [InlineData("sum(max_over_time(rate(a[5m])[1h:1m])) or vector(1) or some_metric_with_a_long_name{label=\"value\"} or some_other_name{label=\"value2\"}", "  sum(max_over_time(rate(a[5m])[1h:1m])) or vector(1) or some_metric_with_a_long_name{label=\"value\"}\nor\n  some_other_name{label=\"value2\"}")]
    public void Format_ParsedQuery_BreaksLongLines(string query, string expected) =>
        Assert.Equal(expected, PrettyPrinter.Format(PromQLParser.Parse(query, ParserOptions.Everything)));

    [Fact]
    public void Format_PrettyText_StaysTheSame()
    {
        var query = "sum(" + string.Join(" + ", Enumerable.Range(0, 30).Select(i => $"metric_number_{i}{{job=\"x\"}}")) + ")";
        var pretty = PrettyPrinter.Format(PromQLParser.Parse(query, ParserOptions.Default));

        Assert.Equal(pretty, PrettyPrinter.Format(PromQLParser.Parse(pretty, ParserOptions.Default)));
    }
}
