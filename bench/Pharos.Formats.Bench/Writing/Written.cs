using Pharos.Formats.Negotiation;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Bench.Writing;

/// <summary>Writes the samples of one exposition again and again with the same writer, as a metrics endpoint does.</summary>
internal sealed class Written
{
    private readonly SampleSet _samples;
    private readonly ByteBuffer _bytes = new();
    private readonly IExpositionWriter _writer;

    public Written(Exposition exposition, ExpositionFormat format)
    {
        _samples = SampleSet.Read(exposition);
        _writer = new NegotiatedFormat(format, EscapingScheme.AllowUtf8).NewWriter(_bytes);
    }

    /// <summary>Bytes written.</summary>
    public int Write()
    {
        _bytes.Clear();
        _samples.WriteTo(_writer);
        return _bytes.Length;
    }
}
