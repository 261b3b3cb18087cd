using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Model.Relabeling;

/// <summary>
/// Applies rules to label sets. It owns the scratch memory for that and allocates only until it has seen the longest texts: keep one
/// per thread. Not safe for concurrent use.
/// </summary>
public sealed class Relabeler
{
    /// <summary>Two positions for the match and for each group; patterns with more groups take memory from the heap, once.</summary>
    private const int StackPositions = 32;

    private readonly ByteBuffer _source = new();
    private readonly ByteBuffer _name = new();
    private readonly ByteBuffer _value = new();
    private readonly ByteBuffer _mapped = new();
    private readonly List<MappedLabel> _mappings = [];
    private int[] _positions = [];

    /// <summary>
    /// Changes the labels in the builder, rule by rule. False when a rule drops the set; the builder then holds what the rules before
    /// it made.
    /// </summary>
    public bool Apply(RelabelRules rules, LabelsBuilder labels)
    {
        foreach (var rule in rules.Rules)
        {
            if (!Apply(rule, labels))
            {
                return false;
            }
        }

        return true;
    }

    private bool Apply(CompiledRule rule, LabelsBuilder labels)
    {
        var source = SourceOf(rule, labels);
        switch (rule.Action)
        {
            case RelabelAction.Keep:
                return rule.Regex.IsMatch(source);
            case RelabelAction.Drop:
                return !rule.Regex.IsMatch(source);
            case RelabelAction.KeepEqual:
                return labels.Get(rule.Target.Text).SequenceEqual(source);
            case RelabelAction.DropEqual:
                return !labels.Get(rule.Target.Text).SequenceEqual(source);
            case RelabelAction.Replace:
                Replace(rule, source, labels);
                return true;
            case RelabelAction.HashMod:
                HashMod(rule, source, labels);
                return true;
            case RelabelAction.Lowercase:
            case RelabelAction.Uppercase:
                _value.Clear();
                GoCase.Append(_value, source, toUpper: rule.Action == RelabelAction.Uppercase);
                labels.Set(rule.Target.Text, _value.Written);
                return true;
            case RelabelAction.LabelMap:
                MapLabels(rule, labels);
                return true;
            case RelabelAction.LabelDrop:
            case RelabelAction.LabelKeep:
                RemoveLabels(rule, labels);
                return true;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The source labels' values, joined. Of a single one it is the builder's own memory: valid until that changes.</summary>
    private ReadOnlySpan<byte> SourceOf(CompiledRule rule, LabelsBuilder labels)
    {
        if (rule.Sources.Length <= 1)
        {
            return rule.Sources.Length == 0 ? default : labels.Get(rule.Sources[0]);
        }

        _source.Clear();
        for (var i = 0; i < rule.Sources.Length; i++)
        {
            if (i > 0)
            {
                _source.Append(rule.Separator);
            }

            _source.Append(labels.Get(rule.Sources[i]));
        }

        return _source.Written;
    }

    private void Replace(CompiledRule rule, ReadOnlySpan<byte> source, LabelsBuilder labels)
    {
        var count = PositionCount(rule);
        var positions = count <= StackPositions ? stackalloc int[StackPositions] : HeapPositions(count);
        if (!rule.Regex.Match(source, positions[..count]))
        {
            return;
        }

        var name = rule.Target.Expand(rule.Regex, source, positions[..count], _name);
        if (rule.Target.IsLiteral || NameValidation.IsLabelName(name, rule.Scheme))
        {
            labels.Set(name, rule.Replacement.Expand(rule.Regex, source, positions[..count], _value));
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "The assignment of targets to servers is MD5's in every Prometheus; it guards nothing.")]
    private static void HashMod(CompiledRule rule, ReadOnlySpan<byte> source, LabelsBuilder labels)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(source, hash);
        var remainder = BinaryPrimitives.ReadUInt64BigEndian(hash[8..]) % rule.Modulus;

        Span<byte> digits = stackalloc byte[DecimalText.MaxBytes];
        Utf8Formatter.TryFormat(remainder, digits, out var length);
        labels.Set(rule.Target.Text, digits[..length]);
    }

    /// <summary>
    /// New names are collected before any is set, since rules see the labels as they were before. The order in which they are set
    /// decides where two labels get one name.
    /// </summary>
    private void MapLabels(CompiledRule rule, LabelsBuilder labels)
    {
        var count = PositionCount(rule);
        var positions = count <= StackPositions ? stackalloc int[StackPositions] : HeapPositions(count);
        _mapped.Clear();
        _mappings.Clear();
        labels.Sort();
        var isInOrder = true;
        for (var i = 0; i < labels.Count; i++)
        {
            var label = labels.At(i);
            if (!rule.Regex.Match(label.Name, positions[..count]))
            {
                continue;
            }

            var start = _mapped.Length;

            // The match is the whole name, but for patterns that break out of their anchors.
            _mapped.Append(label.Name[..positions[0]]);
            _mapped.Append(rule.Replacement.Expand(rule.Regex, label.Name, positions[..count], _value));
            _mapped.Append(label.Name[positions[1]..]);
            var nameLength = _mapped.Length - start;
            _mapped.Append(label.Value);
            var rank = labels.RankAt(i);
            isInOrder &= _mappings.Count == 0 || rank >= _mappings[^1].Rank;
            _mappings.Add(new MappedLabel(rank, start, nameLength, label.Value.Length));
        }

        if (!isInOrder)
        {
            _mappings.Sort(MappedLabel.InOrder);
        }

        foreach (var mapping in _mappings)
        {
            var text = _mapped.Written.Slice(mapping.Start, mapping.NameLength + mapping.ValueLength);
            labels.Set(text[..mapping.NameLength], text[mapping.NameLength..]);
        }
    }

    private static void RemoveLabels(CompiledRule rule, LabelsBuilder labels)
    {
        for (var i = labels.Count - 1; i >= 0; i--)
        {
            if (rule.Regex.IsMatch(labels.At(i).Name) == (rule.Action == RelabelAction.LabelDrop))
            {
                labels.RemoveAt(i);
            }
        }
    }

    private static int PositionCount(CompiledRule rule) => 2 * (rule.Regex.GroupCount + 1);

    private Span<int> HeapPositions(int count)
    {
        if (_positions.Length < count)
        {
            _positions = new int[count];
        }

        return _positions;
    }

    /// <summary>A label to be set: where its name and value, one after the other, stand in the buffer of mapped texts.</summary>
    private readonly record struct MappedLabel(int Rank, int Start, int NameLength, int ValueLength)
    {
        /// <summary>By rank, and labels of one rank as they were found.</summary>
        public static readonly Comparison<MappedLabel> InOrder = (left, right) =>
            left.Rank != right.Rank ? left.Rank.CompareTo(right.Rank) : left.Start.CompareTo(right.Start);
    }
}
