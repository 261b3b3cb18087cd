using System.Runtime.CompilerServices;
using Pharos.Model;

namespace Pharos.Formats.Text;

/// <summary>Makes labels of a series line's tokens; the same in both text formats.</summary>
internal static class SeriesTokens
{
    public static void ReadLabels(
        ReadOnlySpan<byte> input, int start, int end, NameToken name, ExpositionScratch scratch, LabelsBuilder labels, MetricType type,
        ReadOnlySpan<byte> unit, bool addTypeAndUnit)
    {
        // Fast path: most lines are plain.
        if (addTypeAndUnit || !PlainLabels.TryRead(input, start, end, name, scratch, labels, type))
        {
            AddLabels(input, name, scratch, labels, type, unit, addTypeAndUnit);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddLabels(
        ReadOnlySpan<byte> input, NameToken name, ExpositionScratch scratch, LabelsBuilder labels, MetricType type,
        ReadOnlySpan<byte> unit, bool addTypeAndUnit)
    {
        labels.Reset();
        var metricName = input[name.Start..name.End];
        if (name.HasEscapes)
        {
            metricName = Unescape.Quoted(metricName, scratch.Name);
        }

        labels.Add(LabelNames.MetricName, metricName);
        if (addTypeAndUnit)
        {
            labels.Add(LabelNames.MetricType, type == MetricType.Unknown ? default : MetricTypes.Name(type));
            labels.Add(LabelNames.MetricUnit, unit);
        }

        var tokens = scratch.Labels.Tokens;
        var order = scratch.LabelOrder.For(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            AddLabel(input, tokens[i < order.Length ? order[i] : i], metricName, scratch, labels, type, unit, addTypeAndUnit);
        }

        if (!labels.IsOrdered)
        {
            scratch.LabelOrder.Learn(input, tokens);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLabel(
        ReadOnlySpan<byte> input, in LabelToken token, ReadOnlySpan<byte> metricName, ExpositionScratch scratch, LabelsBuilder labels,
        MetricType type, ReadOnlySpan<byte> unit, bool addTypeAndUnit)
    {
        var label = input[token.NameStart..token.NameEnd];
        var value = input[token.ValueStart..token.ValueEnd];
        if (token.HasEscapes)
        {
            label = Unescape.Quoted(label, scratch.Name);
            value = Unescape.Quoted(value, scratch.Value);
        }

        if (addTypeAndUnit && IsTakenByMetadata(label, metricName, type, unit))
        {
            return;
        }

        if (IsBound(type, label))
        {
            value = scratch.Bounds.Normalize(value);
        }

        labels.Add(label, value);
    }

    public static void ReadExemplarLabels(ReadOnlySpan<byte> input, ExpositionScratch scratch, LabelsBuilder labels)
    {
        labels.Reset();
        foreach (var token in scratch.ExemplarLabels.Tokens)
        {
            labels.AddAsIs(input[token.NameStart..token.NameEnd], input[token.ValueStart..token.ValueEnd]);
        }
    }

    private static bool IsBound(MetricType type, ReadOnlySpan<byte> label) => type switch
    {
        MetricType.Histogram => label.SequenceEqual(LabelNames.Bucket),
        MetricType.Summary => label.SequenceEqual(LabelNames.Quantile),
        _ => false,
    };

    private static bool IsTakenByMetadata(ReadOnlySpan<byte> label, ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> unit) =>
        (label.SequenceEqual(LabelNames.MetricName) && !name.IsEmpty)
        || (label.SequenceEqual(LabelNames.MetricType) && type != MetricType.Unknown)
        || (label.SequenceEqual(LabelNames.MetricUnit) && !unit.IsEmpty);
}
