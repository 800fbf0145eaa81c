using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.Runtime;
using AwsOtel.Tests.Support.Fakes;

namespace AwsOtel.Tests.StandIns;

/// <summary>
/// What the cmdlets that AWS.Tools generates have in common, on the base that they have: a client for each record of the pipeline, one call, and
/// its response, or what -Select says, as the output.
/// </summary>
public abstract class ApiCmdlet<TConfig> : ServiceCmdlet, IExecutor
    where TConfig : FakeConfig, new()
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public TConfig? ClientConfig
    {
        get => _ClientConfig as TConfig;
        set => _ClientConfig = value;
    }

    public object Execute(ExecutorContext context)
    {
        var config = ClientConfig ?? new TConfig();
        if (_RegionEndpoint is { } region)
            config.RegionEndpoint = region;
        Amazon.PowerShell.Utils.Common.PopulateConfig(this, config);
        CustomizeClientConfig(config);
        var client = CreateClient(_CurrentCredentials, config);
        client.BeforeRequestEvent += RequestEventHandler;
        client.AfterResponseEvent += ResponseEventHandler;
        return ((ApiCall)context).Make(this, client);
    }

    public ExecutorContext CreateContext() => new();

    protected abstract FakeServiceClient CreateClient(AWSCredentials credentials, TConfig config);

    protected override void BeginProcessing()
    {
        AWSServiceId = new TConfig().ServiceId;
        base.BeginProcessing();
    }

    protected override void ProcessRecord()
    {
        _AWSSignerType = "v4";
        base.ProcessRecord();
    }

    protected bool Confirm(bool force, string target, string action) =>
        ConfirmShouldProceed(force, FormatParameterValuesForConfirmationMsg(target, MyInvocation.BoundParameters), action);

    /// <param name="request">What is sent.</param>
    /// <param name="select">The value of -Select.</param>
    /// <param name="usual">What of the response goes down the pipeline without -Select.</param>
    protected void Call<TResponse, TCmdlet>(AmazonWebServiceRequest request, string select, Func<TResponse, object?> usual)
        where TResponse : AmazonWebServiceResponse, new()
        where TCmdlet : ApiCmdlet<TConfig>
    {
        if (ParameterWasBound("Select"))
        {
            var selected = CreateSelectDelegate<TResponse, TCmdlet>(select) ?? throw new ArgumentException("Invalid value for -Select parameter.", nameof(select));
            usual = response => selected(response, (TCmdlet)this);
        }

        ProcessOutput((CmdletOutput)Execute(new ApiCall<TResponse>(request, usual)));
    }
}
