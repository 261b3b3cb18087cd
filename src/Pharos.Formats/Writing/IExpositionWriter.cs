using Pharos.Model.Families;

namespace Pharos.Formats.Writing;

/// <summary>
/// A sink that writes an exposition. Families come one after the other, each once and in the order in which they are to be written. A
/// family without metrics leaves no trace. Not safe for concurrent use; after <see cref="Complete"/> the writer can write the next
/// exposition.
/// </summary>
public interface IExpositionWriter : IMetricSink
{
    /// <summary>Ends the exposition as the format wants it and hands on all that is written.</summary>
    void Complete();
}
