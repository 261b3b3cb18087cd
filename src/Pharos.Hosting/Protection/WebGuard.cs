using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Http;

namespace Pharos.Hosting.Protection;

/// <summary>
/// Stands before all routes of a server with a web configuration file: lets in who may enter, at the rate that is allowed, and gives every answer
/// the headers that the file asks for. What changes in the file counts from the next request on; the rate alone is that of the start. Safe for
/// concurrent use.
/// </summary>
internal sealed class WebGuard : IDisposable
{
    private readonly WebConfigFile _file;
    private readonly ILogger _log;
    private readonly RequestLimit? _limit;
    private readonly HttpHandler _next;

    /// <exception cref="ConfigurationException">Something is wrong in the file.</exception>
    public WebGuard(WebConfigFile file, HttpHandler next, ILogger log, TimeProvider time)
    {
        (_file, _next, _log) = (file, next, log);
        var rate = file.Read().Config.RateLimit;
        if (rate.Interval > TimeSpan.Zero)
        {
            _limit = new RequestLimit(rate.Interval, rate.Burst, time);
            log.Info("Rate Limiter is enabled.", [("burst", rate.Burst), ("interval", rate.Interval)]);
        }
    }

    public PasswordCheck Passwords { get; } = new();

    public async Task HandleAsync(HttpContext context)
    {
        WebConfigReading reading;
        try
        {
            reading = _file.Read();
        }
        catch (ConfigurationException error)
        {
            // Who may enter is not known, so nobody does.
            _log.Error("Unable to parse configuration", [("err", error.Message)]);
            await PlainText.WriteAsync(context.Response, StatusCodes.Status500InternalServerError, "Internal Server Error\n");
            return;
        }

        if (_limit?.TryPass() == false)
        {
            await PlainText.WriteAsync(context.Response, StatusCodes.Status429TooManyRequests, "Too Many Requests\n");
            return;
        }

        foreach (var (name, value) in reading.Config.Http.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (reading.Users.Count == 0 || await IsLetInAsync(context, reading))
        {
            await _next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Basic";
        await PlainText.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, "Unauthorized\n");
    }

    public void Dispose() => Passwords.Dispose();

    private async ValueTask<bool> IsLetInAsync(HttpContext context, WebConfigReading reading) =>
        BasicCredentials.TryParse(context.Request.Headers.Authorization.ToString(), out var credentials)
        && await Passwords.IsRightAsync(reading.Users, credentials.Name, credentials.Password, context.RequestAborted);
}
