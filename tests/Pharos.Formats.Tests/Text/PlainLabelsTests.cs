using System.Text;
using Pharos.Formats.Text;
using Pharos.Model;
using Pharos.Testing;

namespace Pharos.Formats.Tests.Text;

/// <summary>
/// Ordinary lines are encoded in one go, all others label by label; so is a line at the very end of the input, which holds nothing to
/// read over. A line must give the same labels in both places.
/// </summary>
public sealed class PlainLabelsTests
{
    private static readonly string[] Names =
        ["a", "b", "le", "quantile", "quantiles", "__name", "__name__x", "A", "label_one", "label_two", "a_name_that_is_longer_than_a_vector_of_bytes", "\"é\"", "\"q\\\"q\""];

    private static readonly string[] Values =
        ["", "1", "1.0", "0.00021000000000000023", "+Inf", "x", "a value of some length", "é", "with \\n escape", "1e-4", new('v', 32), new('v', 33), new('v', 127), new('v', 128), new('v', 5000)];

    private static readonly string[] Types = ["counter", "histogram", "summary", "untyped"];

    [Fact]
    public void ReadLabels_InTheMiddleOrAtTheEnd_AreTheSame()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var random = new Random(seed);
            var type = $"# TYPE m {Types[random.Next(Types.Length)]}\n";
            var lines = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Line(random)).ToArray();
            var scratch = new ExpositionScratch();
            var together = Labels(type + string.Concat(lines) + "end_of_it_all_which_is_long_enough 1\n", scratch);
            var alone = lines.Select(line => Labels(type + line, new ExpositionScratch())[0]);
            return together.SkipLast(1).SequenceEqual(alone);
        });
    }

    [Theory]
    [InlineData("m{b=\"1\",a=\"2\"}", "{__name__=\"m\", a=\"2\", b=\"1\"}")]
    [InlineData("m{le=\"1\",z=\"\"}", "{__name__=\"m\", le=\"1.0\"}")]
    [InlineData("m{le=\"\",z=\"1\"}", "{__name__=\"m\", z=\"1\"}")]
    [InlineData("m{lea=\"1\",les=\"1\"}", "{__name__=\"m\", lea=\"1\", les=\"1\"}")]
    [InlineData("m{A=\"1\",b=\"2\"}", "{A=\"1\", __name__=\"m\", b=\"2\"}")]
    [InlineData("{a=\"1\",\"m\"}", "{__name__=\"m\", a=\"1\"}")]
    [InlineData("{a=\"0123456789012345678901234567890123456789\",\"m\",b=\"0123456789012345678901234567890123456789\"}",
        "{__name__=\"m\", a=\"0123456789012345678901234567890123456789\", b=\"0123456789012345678901234567890123456789\"}")]
    public void ReadLabels_OfAHistogram_AreInTheirOrder(string series, string expected) =>
        Assert.Equal(expected, Labels($"# TYPE m histogram\n{series} 1\nend_of_it_all_which_is_long_enough 1\n", new ExpositionScratch())[0]);

    /// <summary>More bounds than are remembered, each seen again: what is forgotten is converted anew.</summary>
    [Fact]
    public void ReadLabels_VeryManyBounds_AreAllNormalized()
    {
        var bounds = Enumerable.Range(1, 2000).Select(static i => i * 7).ToArray();
        var text = new StringBuilder("# TYPE m histogram\n");
        foreach (var bound in bounds.Concat(bounds))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"m_bucket{{le=\"{bound}\"}} 1\n");
        }

        var read = Labels(text + "end_of_it_all_which_is_long_enough 1\n", new ExpositionScratch()).SkipLast(1);
        Assert.Equal(bounds.Concat(bounds).Select(static bound => $"{{__name__=\"m_bucket\", le=\"{bound}.0\"}}"), read);
    }

    private static string Line(Random random)
    {
        var labels = Enumerable.Range(0, random.Next(5)).Select(_ => Names[random.Next(Names.Length)]).Distinct(StringComparer.Ordinal)
            .Select(name => $"{name}=\"{Values[random.Next(Values.Length)]}\"");
        return $"{(random.Next(4) == 0 ? "a_metric_name_that_is_longer_than_a_vector" : "m")}{{{string.Join(',', labels)}}} 1\n";
    }

    private static List<string> Labels(string exposition, ExpositionScratch scratch)
    {
        var reader = new PrometheusTextReader(Encoding.UTF8.GetBytes(exposition), scratch);
        var labels = new LabelsBuilder();
        var lines = new List<string>();
        while (reader.Read())
        {
            if (reader.Entry == ExpositionEntry.Series)
            {
                reader.ReadLabels(labels);
                lines.Add(labels.ToString());
            }
        }

        return lines;
    }
}
