using Pharos.Formats.Negotiation;
using Pharos.Formats.Tests.Writing;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class EscapingSinkTests
{
    [Theory]
    [InlineData(EscapingScheme.AllowUtf8, "# TYPE \"a.b\" gauge\n{\"a.b\",c_d=\"1\",\"e.f\"=\"g.h\"} 1\n# TYPE i_j gauge\ni_j{k_l=\"m\"} 2\n")]
    [InlineData(EscapingScheme.Underscores, "# TYPE a_b gauge\na_b{c_d=\"1\",e_f=\"g.h\"} 1\n# TYPE i_j gauge\ni_j{k_l=\"m\"} 2\n")]
    [InlineData(EscapingScheme.Dots, "# TYPE a_dot_b gauge\na_dot_b{c_d=\"1\",e_dot_f=\"g.h\"} 1\n# TYPE i_j gauge\ni_j{k_l=\"m\"} 2\n")]
    [InlineData(EscapingScheme.Values, "# TYPE U__a_2e_b gauge\nU__a_2e_b{U__e_2e_f=\"g.h\",c_d=\"1\"} 1\n# TYPE i_j gauge\ni_j{k_l=\"m\"} 2\n")]
    public void Number_NamesThatAreNotClassic_AreEscapedAndOthersLeftAlone(EscapingScheme scheme, string expected)
    {
        var text = new ByteBuffer();
        var sink = new EscapingSink(new PrometheusTextWriter(text), scheme);
        sink.Begin("a.b", MetricType.Gauge);
        sink.Number(1, Labels.Of(("c_d", "1"), ("e.f", "g.h")));
        sink.Begin("i_j", MetricType.Gauge);
        sink.Number(2, Labels.Of(("k_l", "m")));
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void Number_TwoLabelsWithOneEscapedName_KeepOne()
    {
        var text = new ByteBuffer();
        var sink = new EscapingSink(new PrometheusTextWriter(text), EscapingScheme.Underscores);
        sink.Begin("x", MetricType.Gauge);
        sink.Number(1, Labels.Of(("a.b", "dot"), ("a_b", "underscore")));
        Assert.Equal("# TYPE x gauge\nx{a_b=\"underscore\"} 1\n", text.ToString());
    }

    [Fact]
    public void HistogramAndSummary_Labels_AreEscaped()
    {
        var text = new ByteBuffer();
        var sink = new EscapingSink(new PrometheusTextWriter(text), EscapingScheme.Underscores);
        sink.Begin("x.y", MetricType.Histogram);
        sink.Histogram(Labels.Of(("a.b", "1")));
        sink.Begin("z", MetricType.Summary);
        sink.Summary(Labels.Of(("a.b", "1")));
        Assert.Contains("x_y_sum{a_b=\"1\"} 1.5\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("z_sum{a_b=\"1\"} 2.5\n", text.ToString(), StringComparison.Ordinal);
    }
}
