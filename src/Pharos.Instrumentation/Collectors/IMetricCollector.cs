using Pharos.Model.Families;

namespace Pharos.Instrumentation.Collectors;

/// <summary>
/// Produces whole families when metrics are collected: for things that are looked at rather than counted. Register it with
/// <see cref="MetricRegistry.Register"/>.
/// </summary>
public interface IMetricCollector
{
    /// <summary>
    /// Writes families and metrics in any order; a family may come again with the same type, help and unit. Native histograms handed over
    /// stay as they are until the next call. Calls do not overlap. An exception ends the whole collection.
    /// </summary>
    void Collect(IMetricSink sink);
}
