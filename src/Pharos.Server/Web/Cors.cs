using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Server.Web;

/// <summary>Which pages of other origins may read answers of the API.</summary>
public sealed class Cors
{
    private const string Everything = ".*";

    private readonly AnchoredRegex _origins;

    /// <param name="origins">A regular expression that has to match the whole origin.</param>
    /// <exception cref="Re2SyntaxException">It is not valid.</exception>
    public Cors(string origins = Everything)
    {
        Text = origins;
        _origins = AnchoredRegex.CompileWrapped(origins);
    }

    public string Text { get; }

    /// <summary>Says in the headers who may read the answer.</summary>
    public void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        if (context.Request.Headers.Origin.ToString() is not { Length: > 0 } origin)
        {
            return;
        }

        headers.AccessControlAllowHeaders = "Accept, Authorization, Content-Type, Origin";
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlExposeHeaders = "Date";
        // The origin even where all are allowed: the reference's own short cut for that is never taken.
        if (_origins.IsMatch(Encoding.UTF8.GetBytes(origin)))
        {
            headers.AccessControlAllowOrigin = origin;
        }
    }
}
