using Pharos.Model;

namespace Pharos.Storage;

/// <summary>Somewhere that exemplars can be read from. Safe for concurrent use.</summary>
public interface IExemplarQuerySource
{
    /// <summary>
    /// The exemplars from the one time to the other, both inclusive, of the series that one of the selectors accepts. Series without any are left
    /// out; the others come in the order of their labels.
    /// </summary>
    /// <param name="selectors">Each is conditions that hold together, as for <see cref="IQuerier.Select"/>. Without selectors there is no answer.</param>
    IReadOnlyList<SeriesExemplars> SelectExemplars(
        long minTimeMs, long maxTimeMs, IReadOnlyList<Matcher[]> selectors, CancellationToken cancellation = default);
}

/// <summary>Exemplars of one series, in the order of their times.</summary>
public sealed record SeriesExemplars(Labels Series, IReadOnlyList<Exemplar> Exemplars);
