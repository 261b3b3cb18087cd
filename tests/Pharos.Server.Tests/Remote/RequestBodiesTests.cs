using Microsoft.AspNetCore.Http;
using Pharos.Server.Remote;

namespace Pharos.Server.Tests.Remote;

public sealed class RequestBodiesTests
{
    [Fact]
    public async Task ReadAsync_BodiesThatAreHeldTogether_TakeNoMoreThanTheLimitAndGiveItBack()
    {
        var bodies = new RequestBodies(1 << 20);
        var held = new List<RequestBody>();
        BodyException? refused = null;
        for (var i = 0; i < 100 && refused is null; i++)
        {
            try
            {
                held.Add(await bodies.ReadAsync(Request(100_000), TestContext.Current.CancellationToken));
            }
            catch (BodyException exception)
            {
                refused = exception;
            }
        }

        Assert.Equal(503, refused!.Status);
        Assert.InRange(held.Count, 4, 10);
        Assert.InRange(bodies.Taken, 1, 1 << 20);
        held.ForEach(static body => body.Dispose());
        Assert.Equal(0, bodies.Taken);
        using var again = await bodies.ReadAsync(Request(100_000), TestContext.Current.CancellationToken);
        Assert.Equal(100_000, again.Bytes.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_LongerThanABodyMayBe_IsRefusedAndGivesBackWhatItTook(bool saysItsLength)
    {
        var bodies = new RequestBodies(1L << 30);
        var request = Request(RequestBodies.MostCompressed + 1);
        request.ContentLength = saysItsLength ? request.ContentLength : null;
        var refused = await Assert.ThrowsAsync<BodyException>(() => bodies.ReadAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(413, refused.Status);
        Assert.Equal(0, bodies.Taken);
    }

    [Fact]
    public async Task ReadAsync_ClaimsMuchAndSendsLittle_TakesWhatArrives()
    {
        var bodies = new RequestBodies(1L << 30);
        var request = Request(10);
        request.ContentLength = RequestBodies.MostCompressed;
        using var body = await bodies.ReadAsync(request, TestContext.Current.CancellationToken);
        Assert.InRange(bodies.Taken, 1, 128 << 10);
    }

    private static HttpRequest Request(int length)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(new byte[length]);
        context.Request.ContentLength = length;
        return context.Request;
    }
}
