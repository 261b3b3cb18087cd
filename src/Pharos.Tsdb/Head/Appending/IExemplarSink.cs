using Pharos.Storage;
using Pharos.Tsdb.Head.Exemplars;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>Where the exemplars of a batch go. Safe for concurrent use; the caller keeps the slots' series from being freed.</summary>
internal interface IExemplarSink
{
    /// <summary>What would become of the exemplar now.</summary>
    AppendOutcome Check(uint slot, in ExemplarView exemplar);

    AppendOutcome Add(uint slot, in ExemplarView exemplar);
}
