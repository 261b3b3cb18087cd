using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pharos.Foundation.Time;
using Pharos.Model;
using Pharos.PromQL.Syntax;

namespace Pharos.Server.Api;

/// <summary>The parameters of a request: those of a form, then those of the URL.</summary>
internal sealed class ApiRequest
{
    private readonly IQueryCollection _query;
    private readonly IFormCollection? _form;

    private ApiRequest(IQueryCollection query, IFormCollection? form)
    {
        _query = query;
        _form = form;
    }

    public static async Task<ApiRequest> ReadAsync(HttpContext context)
    {
        try
        {
            var form = HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
                ? await context.Request.ReadFormAsync(context.RequestAborted)
                : null;
            return new ApiRequest(context.Request.Query, form);
        }
        catch (InvalidDataException exception)
        {
            throw new ApiException(ApiErrorKind.BadData, $"error parsing form values: {exception.Message}");
        }
    }

    /// <summary>The first value of a parameter, empty if it is not given.</summary>
    public string Text(string name) => All(name) is { Count: > 0 } values ? values[0] ?? "" : "";

    public StringValues All(string name)
    {
        var given = _query[name];
        return _form is null ? given : StringValues.Concat(_form[name], given);
    }

    public long Time(string name, long? otherwise = null)
    {
        var text = Text(name);
        if (text.Length == 0 && otherwise is { } value)
        {
            return value;
        }

        return PrometheusTime.TryParse(text, out var timestampMs, out var error)
            ? timestampMs
            : throw ApiException.InvalidParameter(name, otherwise is null ? error : $"invalid time value for '{name}': {error}");
    }

    public TimeSpan Duration(string name) => TryDuration(name, out var duration, out var error)
        ? duration
        : throw ApiException.InvalidParameter(name, error);

    public bool TryDuration(string name, out TimeSpan duration, out string error) =>
        PrometheusTime.TryParseDuration(Encoding.UTF8.GetBytes(Text(name)), out duration, out error);

    /// <summary>A count that cuts the answer short; 0 for none.</summary>
    public int Limit(string name = "limit")
    {
        var text = Text(name);
        if (text.Length == 0)
        {
            return 0;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit))
        {
            var isNumber = text.AsSpan().TrimStart("+-").ContainsAnyExceptInRange('0', '9') is false && text.AsSpan().ContainsAnyInRange('0', '9');
            throw ApiException.InvalidParameter(
                name, $"strconv.Atoi: parsing {Foundation.Text.GoQuote.Quote(text)}: {(isNumber ? "value out of range" : "invalid syntax")}");
        }

        return limit < 0 ? throw ApiException.InvalidParameter(name, "limit must be non-negative") : (int)Math.Min(limit, int.MaxValue);
    }

    /// <summary>A switch as Go reads it; off if it is not given.</summary>
    public bool Switch(string name) => Text(name) switch
    {
        "" or "0" or "f" or "F" or "false" or "False" or "FALSE" => false,
        "1" or "t" or "T" or "true" or "True" or "TRUE" => true,
        var text => throw ApiException.InvalidParameter(
            name, $"unable to parse boolean: strconv.ParseBool: parsing {Foundation.Text.GoQuote.Quote(text)}: invalid syntax"),
    };

    /// <summary>The selectors of <c>match[]</c>.</summary>
    /// <param name="allowsEmpty">Whether one may have no condition that some series do not fulfil.</param>
    /// <param name="namesParameter">Whether complaints name the parameter.</param>
    public IReadOnlyList<Matcher[]> Selectors(bool allowsEmpty = false, bool namesParameter = true)
    {
        var selectors = new List<Matcher[]>();
        foreach (var text in All("match[]"))
        {
            try
            {
                selectors.Add([.. PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(text ?? ""))]);
            }
            catch (PromQLSyntaxException exception)
            {
                throw Complaint(exception.Message);
            }

            if (!allowsEmpty && selectors[^1].All(static matcher => matcher.MatchesEmpty))
            {
                throw Complaint("match[] must contain at least one non-empty matcher");
            }
        }

        return selectors;

        ApiException Complaint(string reason) =>
            namesParameter ? ApiException.InvalidParameter("match[]", reason) : new ApiException(ApiErrorKind.BadData, reason);
    }
}
