using System.Text.Unicode;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions.Info;

/// <summary>The values of one of the labels that say which target a series is from.</summary>
internal sealed class IdentifyingValues(byte[] label)
{
    /// <summary>From here on the store is asked for all values, and what is of no use is passed over.</summary>
    private const int MaxAlternatives = 256;

    private readonly LabelsIndex _values = new();
    private readonly LabelsBuilder _builder = new();
    private readonly ByteBuffer _pattern = new();
    private bool _isPatternable = true;

    public bool IsEmpty => _values.Count == 0;

    /// <summary>Selects the series that have one of the values, and perhaps more.</summary>
    public Matcher Matcher => new(
        Model.MatchType.Regex, label, _isPatternable && _values.Count <= MaxAlternatives ? _pattern.Written : ".+"u8);

    public void Add(LabelsView labels)
    {
        var value = labels[label];
        if (value.IsEmpty || !_values.Add(Pair(value), out var number) || number >= MaxAlternatives)
        {
            return;
        }

        _isPatternable &= Utf8.IsValid(value);
        if (number > 0)
        {
            _pattern.Append((byte)'|');
        }

        LiteralPattern.Append(_pattern, value);
    }

    /// <summary>Whether there are no values to compare with, or the label has one of them.</summary>
    public bool Admits(LabelsView labels) => IsEmpty || _values.TryFind(Pair(labels[label]), out _);

    private LabelsView Pair(ReadOnlySpan<byte> value)
    {
        _builder.Reset();
        _builder.Add(label, value);
        return _builder.View();
    }
}
