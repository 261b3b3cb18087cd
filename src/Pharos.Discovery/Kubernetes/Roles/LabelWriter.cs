using System.Globalization;
using System.Text;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// Collects labels of targets and groups. Names have to be different, but for those that <see cref="MetaLabels"/> makes of what is not allowed
/// in names: of these the last one counts. Not safe for concurrent use.
/// </summary>
internal sealed class LabelWriter
{
    private readonly LabelsBuilder _builder = new();
    private byte[] _value = new byte[256];

    /// <summary>An empty value is the same as no label.</summary>
    public LabelWriter Set(ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            var most = Encoding.UTF8.GetMaxByteCount(value.Length);
            if (_value.Length < most)
            {
                _value = new byte[most];
            }

            _builder.Add(name, _value.AsSpan(0, Encoding.UTF8.GetBytes(value, _value)));
        }

        return this;
    }

    public LabelWriter Set(ReadOnlySpan<byte> name, bool value)
    {
        _builder.Add(name, value ? "true"u8 : "false"u8);
        return this;
    }

    public LabelWriter Set(ReadOnlySpan<byte> name, bool? value) => value is { } known ? Set(name, known) : this;

    public LabelWriter Set(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        _builder.Add(name, digits[..length]);
        return this;
    }

    /// <summary>The labels so far; the writer is empty afterwards.</summary>
    public Labels ToLabels()
    {
        var labels = _builder.HasDuplicateNames() ? WithoutDuplicates() : _builder.ToLabels();
        _builder.Reset();
        return labels;
    }

    private Labels WithoutDuplicates()
    {
        var last = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < _builder.Count; i++)
        {
            var pair = _builder.At(i);
            last[Encoding.UTF8.GetString(pair.Name)] = pair.Value.ToArray();
        }

        var single = new LabelsBuilder();
        foreach (var (name, value) in last)
        {
            single.Add(Encoding.UTF8.GetBytes(name), value);
        }

        return single.ToLabels();
    }
}
