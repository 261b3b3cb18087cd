using Microsoft.AspNetCore.Http;
using Pharos.Http.Tests.Servers;

namespace Pharos.Http.Tests.Sending;

public sealed class ResponseBodyTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(99_999, true)]
    [InlineData(100_000, true)]
    [InlineData(0, false)]
    [InlineData(16_383, false)]
    [InlineData(16_384, false)]
    [InlineData(100_000, false)]
    public async Task ReadAsync_UpToTheLimit_GivesAll(int length, bool announced)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        Assert.Equal(bytes, await ReadAsync(bytes, announced));
    }

    [Theory]
    [InlineData(100_001, true)]
    [InlineData(100_001, false)]
    [InlineData(5_000_000, false)]
    public async Task ReadAsync_BeyondTheLimit_FailsAndSaysIt(int length, bool announced)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(new byte[length], announced));
        Assert.Matches("^GET http://anna:xxxxx@127.0.0.1:[0-9]+/: the body has more than 100000 bytes$", error.Message);
    }

    [Fact]
    public async Task ReadAsync_BodyBreaksOff_FailsAndSaysIt()
    {
        var hasHeaders = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("less");
            await context.Response.Body.FlushAsync();
            await hasHeaders.Task;
            context.Abort();
        });
        using var client = Clients.Create("{}");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        hasHeaders.SetResult();
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ResponseBody.ReadAsync(response, 1000, TestContext.Current.CancellationToken));
        Assert.Contains("the body breaks off", error.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadAsync(byte[] bytes, bool announced)
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentLength = announced ? bytes.Length : null;
            await context.Response.Body.WriteAsync(bytes);
        });
        using var client = Clients.Create("{}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(server.Url) { UserName = "anna", Password = "secret" }.Uri);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ResponseBody.ReadAsync(response, 100_000, TestContext.Current.CancellationToken);
    }
}
