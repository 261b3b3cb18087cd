using Pharos.Hosting.Http;

namespace Pharos.Hosting.Tests.Http;

public sealed class AcceptEncodingTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("deflate, gzip;q=0.5, br", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip; q=0.000", false)]
    [InlineData("*", true)]
    [InlineData("*;q=0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity", false)]
    [InlineData("xgzip", false)]
    [InlineData(",,;;,", false)]
    public void TakesGzip_Header_IsReadAsTheClientMeansIt(string? header, bool expected) =>
        Assert.Equal(expected, AcceptEncoding.TakesGzip(header));
}
