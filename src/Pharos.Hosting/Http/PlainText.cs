using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pharos.Hosting.Http;

/// <summary>Answers that are a line of text.</summary>
public static class PlainText
{
    public static Task WriteAsync(HttpResponse response, int status, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes).AsTask();
    }
}
