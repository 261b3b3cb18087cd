using Pharos.PromQL.Columns;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>
/// Makes a row of the samples of one series. It may keep what it needs for the next series, so each thread has its own.
/// </summary>
internal abstract class SeriesEvaluator
{
    /// <param name="samples">At the beginning.</param>
    /// <param name="row">Has the labels of the series and no samples; gets them, and loses its name if the evaluator changes values.</param>
    public abstract void Evaluate(SampleCursor samples, Row row);
}
