using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model.Histograms;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;

namespace Pharos.Server.Api;

/// <summary>Writes results of queries as the API gives them.</summary>
internal static class ResultJson
{
    /// <param name="flush">Called between series, so that a long answer leaves while it is written.</param>
    public static async Task WriteAsync(ByteBuffer json, QueryResult result, string statistics, Func<ByteBuffer, ValueTask> flush)
    {
        json.Append("{\"resultType\":\""u8);
        json.Append(ExpressionTypes.Name(result.Type));
        json.Append("\",\"result\":"u8);
        switch (result.Type)
        {
            case ExpressionType.Scalar:
                json.Append((byte)'[');
                JsonBytes.AppendShortTime(json, result.TimestampMs);
                json.Append(",\""u8);
                GoFloat.AppendPlain(json, result.Scalar);
                json.Append("\"]"u8);
                break;
            case ExpressionType.String:
                json.Append((byte)'[');
                JsonBytes.AppendShortTime(json, result.TimestampMs);
                json.Append((byte)',');
                JsonBytes.AppendText(json, result.Text.Span);
                json.Append((byte)']');
                break;
            default:
                await WriteSeriesAsync(json, result, flush);
                break;
        }

        if (statistics.Length > 0)
        {
            json.Append(",\"stats\":"u8);
            json.Append(statistics);
        }

        json.Append((byte)'}');
    }

    private static async Task WriteSeriesAsync(ByteBuffer json, QueryResult result, Func<ByteBuffer, ValueTask> flush)
    {
        json.Append((byte)'[');
        var isFirst = true;
        foreach (var series in result.Series)
        {
            if (!isFirst)
            {
                json.Append((byte)',');
            }

            isFirst = false;
            json.Append("{\"metric\":"u8);
            JsonBytes.AppendLabels(json, series.Labels.View);
            if (result.Type == ExpressionType.Vector)
            {
                AppendSample(json, series);
            }
            else
            {
                AppendSamples(json, series);
            }

            json.Append((byte)'}');
            await flush(json);
        }

        json.Append((byte)']');
    }

    private static void AppendSample(ByteBuffer json, ResultSeries series)
    {
        foreach (var point in series)
        {
            if (point.Histogram is null)
            {
                json.Append(",\"value\":"u8);
                JsonBytes.AppendPoint(json, point.TimestampMs, point.Value);
            }
            else
            {
                json.Append(",\"histogram\":"u8);
                AppendHistogramPoint(json, point.TimestampMs, point.Histogram);
            }
        }
    }

    private static void AppendSamples(ByteBuffer json, ResultSeries series)
    {
        var hasHistograms = false;
        var isFirst = true;
        foreach (var point in series)
        {
            if (point.Histogram is not null)
            {
                hasHistograms = true;
                continue;
            }

            json.Append(isFirst ? ",\"values\":["u8 : ","u8);
            isFirst = false;
            JsonBytes.AppendPoint(json, point.TimestampMs, point.Value);
        }

        if (!isFirst)
        {
            json.Append((byte)']');
        }

        if (hasHistograms)
        {
            AppendHistograms(json, series);
        }
    }

    private static void AppendHistograms(ByteBuffer json, ResultSeries series)
    {
        var isFirst = true;
        foreach (var point in series)
        {
            if (point.Histogram is not null)
            {
                json.Append(isFirst ? ",\"histograms\":["u8 : ","u8);
                isFirst = false;
                AppendHistogramPoint(json, point.TimestampMs, point.Histogram);
            }
        }

        json.Append((byte)']');
    }

    private static void AppendHistogramPoint(ByteBuffer json, long timestampMs, FloatHistogram histogram)
    {
        json.Append((byte)'[');
        JsonBytes.AppendTime(json, timestampMs);
        json.Append(",{\"count\":"u8);
        JsonBytes.AppendNumber(json, histogram.Count);
        json.Append(",\"sum\":"u8);
        JsonBytes.AppendNumber(json, histogram.Sum);
        var isFirst = true;
        foreach (var bucket in histogram.EnumerateAll())
        {
            if (bucket.Count == 0)
            {
                continue;
            }

            json.Append(isFirst ? ",\"buckets\":[["u8 : ",["u8);
            isFirst = false;
            json.Append((byte)('0' + Boundaries(bucket)));
            json.Append((byte)',');
            JsonBytes.AppendNumber(json, bucket.Lower);
            json.Append((byte)',');
            JsonBytes.AppendNumber(json, bucket.Upper);
            json.Append((byte)',');
            JsonBytes.AppendNumber(json, bucket.Count);
            json.Append((byte)']');
        }

        if (!isFirst)
        {
            json.Append((byte)']');
        }

        json.Append("}]"u8);
    }

    /// <summary>Which bounds belong to the bucket: 0 the upper one, 1 the lower one, 2 none, 3 both.</summary>
    private static int Boundaries(HistogramBucket<double> bucket) =>
        bucket.LowerInclusive ? bucket.UpperInclusive ? 3 : 1 : bucket.UpperInclusive ? 0 : 2;
}
