using Pharos.Foundation.Time;
using Pharos.Hosting.Http;
using Pharos.PromQL.Syntax;
using Pharos.Storage;

namespace Pharos.Server.Api;

/// <summary>The route that finds exemplars of the series in a query.</summary>
internal sealed class ExemplarApi
{
    private readonly IExemplarQuerySource _source;
    private readonly ParserOptions _language;

    public ExemplarApi(IExemplarQuerySource source, ParserOptions language)
    {
        _source = source;
        _language = language;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint) =>
        router.Get("/api/v1/query_exemplars", endpoint.Of(AnswerAsync)).Post("/api/v1/query_exemplars", endpoint.Of(AnswerAsync));

    private async Task<ApiNotes> AnswerAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var start = request.Time("start", PrometheusTime.MinMs);
        var end = request.Time("end", PrometheusTime.MaxMs);
        if (end < start)
        {
            throw new ApiException(ApiErrorKind.BadData, "end timestamp must not be before start timestamp");
        }

        var selectors = Parse(request.Text("query")).SelfAndDescendants().OfType<VectorSelector>().Select(static selector => selector.Matchers.ToArray()).ToArray();
        if (selectors.Length == 0)
        {
            return ApiNotes.None;
        }

        var json = new JsonBuilder(answer.Json);
        json.BeginList();
        foreach (var (series, exemplars) in _source.SelectExemplars(start, end, selectors, cancellation))
        {
            json.BeginObject().Name("seriesLabels").Labels(series).Name("exemplars").BeginList();
            foreach (var exemplar in exemplars)
            {
                json.BeginObject()
                    .Name("labels").Labels(exemplar.Labels)
                    .Name("value").Value(exemplar.Value)
                    .Name("timestamp").Timestamp(exemplar.TimestampMs ?? 0)
                    .EndObject();
            }

            json.EndList().EndObject();
            await answer.FlushAsync();
        }

        json.EndList();
        return ApiNotes.None;
    }

    /// <summary>Other than where queries are evaluated, complaints do not name the parameter.</summary>
    private Expression Parse(string query)
    {
        try
        {
            return PromQLParser.Parse(query, _language);
        }
        catch (PromQLSyntaxException exception)
        {
            throw new ApiException(ApiErrorKind.BadData, exception.Message);
        }
    }
}
