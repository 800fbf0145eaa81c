using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AwsOtel.Benchmarks;

/// <summary>
/// An OTLP receiver that takes everything and keeps nothing but how many bytes there were; in a process of its own, as a collector is.
/// </summary>
internal sealed class DiscardingReceiver : IDisposable
{
    /// <summary>The argument that makes this program a receiver.</summary>
    public const string Argument = "receive";

    private readonly HttpClient _client = new();
    private readonly Process _process;

    private DiscardingReceiver(Process process, string httpUrl, string grpcUrl)
    {
        _process = process;
        HttpUrl = httpUrl;
        GrpcUrl = grpcUrl;
    }

    public string HttpUrl { get; }

    public string GrpcUrl { get; }

    public static DiscardingReceiver Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DiscardingReceiver).Assembly.Location, Argument]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(start)!;
        var urls = (process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The receiver ended before it listened.")).Split(' ');
        return new DiscardingReceiver(process, urls[0], urls[1]);
    }

    /// <summary>The bytes of all requests since this was last asked.</summary>
    public long TakeBytes() => long.Parse(_client.GetStringAsync(HttpUrl).GetAwaiter().GetResult(), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the process of its own does, until its input ends.</summary>
    public static async Task Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static server =>
        {
            server.Limits.MaxRequestBodySize = null;
            server.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
            server.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        await using var app = builder.Build();
        long bytes = 0;
        app.Run(context => HttpMethods.IsPost(context.Request.Method) ? Take(context) : context.Response.WriteAsync(Interlocked.Exchange(ref bytes, 0).ToString(CultureInfo.InvariantCulture)));
        await app.StartAsync();
        Console.WriteLine(string.Join(' ', app.Urls));
        await Console.In.ReadToEndAsync();

        async Task Take(HttpContext context)
        {
            while (true)
            {
                var read = await context.Request.BodyReader.ReadAsync();
                Interlocked.Add(ref bytes, read.Buffer.Length);
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }

            if (context.Request.ContentType != "application/grpc")
            {
                context.Response.ContentType = "application/x-protobuf";
                return;
            }

            context.Response.ContentType = "application/grpc";
            // An ExportTraceServiceResponse in which there is nothing.
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
