using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;

namespace Pharos.Compatibility.Tests.Queries.Answers;

/// <summary>What a query came to: samples by their series and times, or an error.</summary>
internal sealed class QueryAnswer
{
    private readonly List<(string Series, long TimeMs, AnsweredValue Value)> _samples = [];

    private QueryAnswer(string type)
    {
        Type = type;
    }

    /// <summary>The type of the result, or that of the error.</summary>
    public string Type { get; }

    /// <summary>The message of an error, or the value of a text.</summary>
    public string? Text { get; private init; }

    public bool IsError { get; private init; }

    public bool IsEmpty => _samples.Count == 0 && Text is null;

    /// <summary>In the order of the answer.</summary>
    public IReadOnlyList<(string Series, long TimeMs, AnsweredValue Value)> Samples => _samples;

    public static QueryAnswer OfError(string type, string message) => new(type) { Text = message, IsError = true };

    public static QueryAnswer Of(QueryException exception) => OfError(
        exception.Kind switch
        {
            QueryErrorKind.BadData => "bad_data",
            QueryErrorKind.Execution => "execution",
            QueryErrorKind.Timeout => "timeout",
            _ => "canceled",
        },
        exception.Message);

    public static QueryAnswer Of(QueryResult result)
    {
        var type = ExpressionTypes.Name(result.Type);
        if (result.Type == ExpressionType.String)
        {
            return new QueryAnswer(type) { Text = Encoding.UTF8.GetString(result.Text.Span) };
        }

        var answer = new QueryAnswer(type);
        if (result.Type == ExpressionType.Scalar)
        {
            answer._samples.Add(("", result.TimestampMs, AnsweredValue.Of(result.Scalar)));
        }

        foreach (var series in result.Series)
        {
            var labels = series.Labels.ToString();
            foreach (var point in series)
            {
                answer._samples.Add((labels, point.TimestampMs, point.Histogram is null ? AnsweredValue.Of(point.Value) : AnsweredValue.Of(point.Histogram)));
            }
        }

        return answer;
    }

    public static QueryAnswer Of(ApiAnswer api)
    {
        if (api.Data is not { } data)
        {
            return OfError(api.ErrorType!, api.Error!);
        }

        var type = data.GetProperty("resultType").GetString()!;
        var result = data.GetProperty("result");
        if (type == "string")
        {
            return new QueryAnswer(type) { Text = result[1].GetString() };
        }

        var answer = new QueryAnswer(type);
        if (type == "scalar")
        {
            answer._samples.Add(("", TimeMs(result[0]), AnsweredValue.OfNumber(result[1])));
            return answer;
        }

        foreach (var series in result.EnumerateArray())
        {
            answer.Add(series);
        }

        return answer;
    }

    /// <summary>The first sample of each series and time.</summary>
    public Dictionary<(string Series, long TimeMs), AnsweredValue> ByPlace()
    {
        var places = new Dictionary<(string Series, long TimeMs), AnsweredValue>(_samples.Count);
        foreach (var (series, time, value) in _samples)
        {
            places.TryAdd((series, time), value);
        }

        return places;
    }

    public string Show(int most)
    {
        if (IsError)
        {
            return $"{Type} error: {Text}";
        }

        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Type} of {_samples.Count} samples {Text}"));
        foreach (var (series, time, value) in _samples.Take(most))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n    {series} @{time}: {value}");
        }

        return text.ToString();
    }

    private void Add(JsonElement series)
    {
        var labels = Labels.Of([.. series.GetProperty("metric").EnumerateObject().Select(static label => (label.Name, label.Value.GetString()!))]).ToString();
        Add(labels, series, "value", "values", AnsweredValue.OfNumber);
        Add(labels, series, "histogram", "histograms", AnsweredValue.OfHistogram);
    }

    private void Add(string labels, JsonElement series, string one, string many, Func<JsonElement, AnsweredValue> valueOf)
    {
        if (series.TryGetProperty(one, out var sample))
        {
            _samples.Add((labels, TimeMs(sample[0]), valueOf(sample[1])));
        }

        if (series.TryGetProperty(many, out var samples))
        {
            foreach (var each in samples.EnumerateArray())
            {
                _samples.Add((labels, TimeMs(each[0]), valueOf(each[1])));
            }
        }
    }

    private static long TimeMs(JsonElement seconds) => (long)Math.Round(seconds.GetDouble() * 1e3);
}
