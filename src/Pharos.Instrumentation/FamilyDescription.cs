using System.Text;
using Pharos.Model;

namespace Pharos.Instrumentation;

/// <summary>What a family is called and how it is labelled: checked once, kept as text and as bytes.</summary>
internal sealed class FamilyDescription
{
    public FamilyDescription(MetricType type, string name, string help, FamilyOptions options, ReadOnlySpan<string> labelNames)
    {
        Type = type;
        Name = name;
        Help = help;
        Unit = options.Unit;
        MaxLabelSets = options.MaxLabelSets;
        LabelNames = labelNames.ToArray();
        NameUtf8 = Encoding.UTF8.GetBytes(name);
        HelpUtf8 = Encoding.UTF8.GetBytes(help);
        UnitUtf8 = Encoding.UTF8.GetBytes(Unit);
        LabelNamesUtf8 = Array.ConvertAll(LabelNames, Encoding.UTF8.GetBytes);
        Check();
    }

    public MetricType Type { get; }

    public string Name { get; }

    public string Help { get; }

    public string Unit { get; }

    public int MaxLabelSets { get; }

    /// <summary>In the order in which callers give the values.</summary>
    public string[] LabelNames { get; }

    public byte[] NameUtf8 { get; }

    public byte[] HelpUtf8 { get; }

    public byte[] UnitUtf8 { get; }

    public byte[][] LabelNamesUtf8 { get; }

    /// <summary>What keeps a family of this description from being the other one, null if nothing does.</summary>
    public string? DifferenceFrom(FamilyDescription other)
    {
        if (Type != other.Type)
        {
            return $"it is a {NameOf(other.Type)}, not a {NameOf(Type)}";
        }

        if (!LabelNames.AsSpan().SequenceEqual(other.LabelNames))
        {
            return $"its labels are ({string.Join(", ", other.LabelNames)}), not ({string.Join(", ", LabelNames)})";
        }

        if (Help != other.Help)
        {
            return $"its help is \"{other.Help}\", not \"{Help}\"";
        }

        if (Unit != other.Unit)
        {
            return $"its unit is \"{other.Unit}\", not \"{Unit}\"";
        }

        return MaxLabelSets == other.MaxLabelSets ? null : $"its limit of label sets is {other.MaxLabelSets}, not {MaxLabelSets}";
    }

    private static string NameOf(MetricType type) => Encoding.UTF8.GetString(MetricTypes.Name(type));

    private void Check()
    {
        Require(
            NameValidation.IsLegacyMetricName(NameUtf8), "the name may have ASCII letters, digits, '_' and ':' and begins with no digit");
        Require(!string.IsNullOrWhiteSpace(Help), "it needs a help text");
        Require(MaxLabelSets > 0, "the limit of label sets must be positive");
        if (Unit.Length > 0)
        {
            var tail = Type == MetricType.Counter ? $"_{Unit}_total" : $"_{Unit}";
            Require(NameValidation.IsLegacyLabelName(UnitUtf8), $"\"{Unit}\" is not a unit");
            Require(Name.EndsWith(tail, StringComparison.Ordinal), $"with the unit \"{Unit}\" the name must end with \"{tail}\"");
        }

        for (var i = 0; i < LabelNames.Length; i++)
        {
            CheckLabelName(i);
        }
    }

    private void CheckLabelName(int index)
    {
        var name = LabelNames[index];
        Require(NameValidation.IsLegacyLabelName(LabelNamesUtf8[index]), $"\"{name}\" is not a label name");
        Require(!name.StartsWith("__", StringComparison.Ordinal), $"label names that begin with \"__\", as \"{name}\" does, are reserved");
        Require(Type != MetricType.Histogram || name != "le", "a histogram has the label \"le\" already");
        Require(Type != MetricType.Summary || name != "quantile", "a summary has the label \"quantile\" already");
        Require(Array.IndexOf(LabelNames, name) == index, $"the label \"{name}\" is there twice");
    }

    private void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new MetricRegistrationException(Name, reason);
        }
    }
}
