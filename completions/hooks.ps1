# Completion of hooks for PowerShell: hooks completion powershell
Register-ArgumentCompleter -Native -CommandName hooks, twenty-hooks -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $events = @('attachment.created', 'attachment.updated', 'attachment.deleted', 'attachment.restored', 'attachment.destroyed', 'auditLog.created', 'auditLog.updated', 'auditLog.deleted', 'auditLog.restored', 'auditLog.destroyed', 'behavioralEvent.created', 'behavioralEvent.updated', 'behavioralEvent.deleted', 'behavioralEvent.restored', 'behavioralEvent.destroyed', 'blocklist.created', 'blocklist.updated', 'blocklist.deleted', 'blocklist.restored', 'blocklist.destroyed', 'calendarChannel.created', 'calendarChannel.updated', 'calendarChannel.deleted', 'calendarChannel.restored', 'calendarChannel.destroyed', 'calendarChannelEventAssociation.created', 'calendarChannelEventAssociation.updated', 'calendarChannelEventAssociation.deleted', 'calendarChannelEventAssociation.restored', 'calendarChannelEventAssociation.destroyed', 'calendarEvent.created', 'calendarEvent.updated', 'calendarEvent.deleted', 'calendarEvent.restored', 'calendarEvent.destroyed', 'calendarEventParticipant.created', 'calendarEventParticipant.updated', 'calendarEventParticipant.deleted', 'calendarEventParticipant.restored', 'calendarEventParticipant.destroyed', 'callRecording.created', 'callRecording.updated', 'callRecording.deleted', 'callRecording.restored', 'callRecording.destroyed', 'company.created', 'company.updated', 'company.deleted', 'company.restored', 'company.destroyed', 'connectedAccount.created', 'connectedAccount.updated', 'connectedAccount.deleted', 'connectedAccount.restored', 'connectedAccount.destroyed', 'dashboard.created', 'dashboard.updated', 'dashboard.deleted', 'dashboard.restored', 'dashboard.destroyed', 'favorite.created', 'favorite.updated', 'favorite.deleted', 'favorite.restored', 'favorite.destroyed', 'favoriteFolder.created', 'favoriteFolder.updated', 'favoriteFolder.deleted', 'favoriteFolder.restored', 'favoriteFolder.destroyed', 'message.created', 'message.updated', 'message.deleted', 'message.restored', 'message.destroyed', 'messageCampaign.created', 'messageCampaign.updated', 'messageCampaign.deleted', 'messageCampaign.restored', 'messageCampaign.destroyed', 'messageChannel.created', 'messageChannel.updated', 'messageChannel.deleted', 'messageChannel.restored', 'messageChannel.destroyed', 'messageChannelMessageAssociation.created', 'messageChannelMessageAssociation.updated', 'messageChannelMessageAssociation.deleted', 'messageChannelMessageAssociation.restored', 'messageChannelMessageAssociation.destroyed', 'messageChannelMessageAssociationMessageFolder.created', 'messageChannelMessageAssociationMessageFolder.updated', 'messageChannelMessageAssociationMessageFolder.deleted', 'messageChannelMessageAssociationMessageFolder.restored', 'messageChannelMessageAssociationMessageFolder.destroyed', 'messageFolder.created', 'messageFolder.updated', 'messageFolder.deleted', 'messageFolder.restored', 'messageFolder.destroyed', 'messageList.created', 'messageList.updated', 'messageList.deleted', 'messageList.restored', 'messageList.destroyed', 'messageListMember.created', 'messageListMember.updated', 'messageListMember.deleted', 'messageListMember.restored', 'messageListMember.destroyed', 'messageParticipant.created', 'messageParticipant.updated', 'messageParticipant.deleted', 'messageParticipant.restored', 'messageParticipant.destroyed', 'messageThread.created', 'messageThread.updated', 'messageThread.deleted', 'messageThread.restored', 'messageThread.destroyed', 'note.created', 'note.updated', 'note.deleted', 'note.restored', 'note.destroyed', 'noteTarget.created', 'noteTarget.updated', 'noteTarget.deleted', 'noteTarget.restored', 'noteTarget.destroyed', 'opportunity.created', 'opportunity.updated', 'opportunity.deleted', 'opportunity.restored', 'opportunity.destroyed', 'person.created', 'person.updated', 'person.deleted', 'person.restored', 'person.destroyed', 'task.created', 'task.updated', 'task.deleted', 'task.restored', 'task.destroyed', 'taskTarget.created', 'taskTarget.updated', 'taskTarget.deleted', 'taskTarget.restored', 'taskTarget.destroyed', 'view.created', 'view.updated', 'view.deleted', 'view.restored', 'view.destroyed', 'viewField.created', 'viewField.updated', 'viewField.deleted', 'viewField.restored', 'viewField.destroyed', 'viewFilter.created', 'viewFilter.updated', 'viewFilter.deleted', 'viewFilter.restored', 'viewFilter.destroyed', 'viewFilterGroup.created', 'viewFilterGroup.updated', 'viewFilterGroup.deleted', 'viewFilterGroup.restored', 'viewFilterGroup.destroyed', 'viewGroup.created', 'viewGroup.updated', 'viewGroup.deleted', 'viewGroup.restored', 'viewGroup.destroyed', 'viewSort.created', 'viewSort.updated', 'viewSort.deleted', 'viewSort.restored', 'viewSort.destroyed', 'workflow.created', 'workflow.updated', 'workflow.deleted', 'workflow.restored', 'workflow.destroyed', 'workflowAutomatedTrigger.created', 'workflowAutomatedTrigger.updated', 'workflowAutomatedTrigger.deleted', 'workflowAutomatedTrigger.restored', 'workflowAutomatedTrigger.destroyed', 'workflowEventListener.created', 'workflowEventListener.updated', 'workflowEventListener.deleted', 'workflowEventListener.restored', 'workflowEventListener.destroyed', 'workflowRun.created', 'workflowRun.updated', 'workflowRun.deleted', 'workflowRun.restored', 'workflowRun.destroyed', 'workflowVersion.created', 'workflowVersion.updated', 'workflowVersion.deleted', 'workflowVersion.restored', 'workflowVersion.destroyed', 'workspaceMember.created', 'workspaceMember.updated', 'workspaceMember.deleted', 'workspaceMember.restored', 'workspaceMember.destroyed')
    $operations = @('*.*', '*.created', '*.updated', '*.deleted', '*.restored', '*.destroyed', 'attachment.*', 'auditLog.*', 'behavioralEvent.*', 'blocklist.*', 'calendarChannel.*', 'calendarChannelEventAssociation.*', 'calendarEvent.*', 'calendarEventParticipant.*', 'callRecording.*', 'company.*', 'connectedAccount.*', 'dashboard.*', 'favorite.*', 'favoriteFolder.*', 'message.*', 'messageCampaign.*', 'messageChannel.*', 'messageChannelMessageAssociation.*', 'messageChannelMessageAssociationMessageFolder.*', 'messageFolder.*', 'messageList.*', 'messageListMember.*', 'messageParticipant.*', 'messageThread.*', 'note.*', 'noteTarget.*', 'opportunity.*', 'person.*', 'task.*', 'taskTarget.*', 'view.*', 'viewField.*', 'viewFilter.*', 'viewFilterGroup.*', 'viewGroup.*', 'viewSort.*', 'workflow.*', 'workflowAutomatedTrigger.*', 'workflowEventListener.*', 'workflowRun.*', 'workflowVersion.*', 'workspaceMember.*', 'attachment.created', 'attachment.updated', 'attachment.deleted', 'attachment.restored', 'attachment.destroyed', 'auditLog.created', 'auditLog.updated', 'auditLog.deleted', 'auditLog.restored', 'auditLog.destroyed', 'behavioralEvent.created', 'behavioralEvent.updated', 'behavioralEvent.deleted', 'behavioralEvent.restored', 'behavioralEvent.destroyed', 'blocklist.created', 'blocklist.updated', 'blocklist.deleted', 'blocklist.restored', 'blocklist.destroyed', 'calendarChannel.created', 'calendarChannel.updated', 'calendarChannel.deleted', 'calendarChannel.restored', 'calendarChannel.destroyed', 'calendarChannelEventAssociation.created', 'calendarChannelEventAssociation.updated', 'calendarChannelEventAssociation.deleted', 'calendarChannelEventAssociation.restored', 'calendarChannelEventAssociation.destroyed', 'calendarEvent.created', 'calendarEvent.updated', 'calendarEvent.deleted', 'calendarEvent.restored', 'calendarEvent.destroyed', 'calendarEventParticipant.created', 'calendarEventParticipant.updated', 'calendarEventParticipant.deleted', 'calendarEventParticipant.restored', 'calendarEventParticipant.destroyed', 'callRecording.created', 'callRecording.updated', 'callRecording.deleted', 'callRecording.restored', 'callRecording.destroyed', 'company.created', 'company.updated', 'company.deleted', 'company.restored', 'company.destroyed', 'connectedAccount.created', 'connectedAccount.updated', 'connectedAccount.deleted', 'connectedAccount.restored', 'connectedAccount.destroyed', 'dashboard.created', 'dashboard.updated', 'dashboard.deleted', 'dashboard.restored', 'dashboard.destroyed', 'favorite.created', 'favorite.updated', 'favorite.deleted', 'favorite.restored', 'favorite.destroyed', 'favoriteFolder.created', 'favoriteFolder.updated', 'favoriteFolder.deleted', 'favoriteFolder.restored', 'favoriteFolder.destroyed', 'message.created', 'message.updated', 'message.deleted', 'message.restored', 'message.destroyed', 'messageCampaign.created', 'messageCampaign.updated', 'messageCampaign.deleted', 'messageCampaign.restored', 'messageCampaign.destroyed', 'messageChannel.created', 'messageChannel.updated', 'messageChannel.deleted', 'messageChannel.restored', 'messageChannel.destroyed', 'messageChannelMessageAssociation.created', 'messageChannelMessageAssociation.updated', 'messageChannelMessageAssociation.deleted', 'messageChannelMessageAssociation.restored', 'messageChannelMessageAssociation.destroyed', 'messageChannelMessageAssociationMessageFolder.created', 'messageChannelMessageAssociationMessageFolder.updated', 'messageChannelMessageAssociationMessageFolder.deleted', 'messageChannelMessageAssociationMessageFolder.restored', 'messageChannelMessageAssociationMessageFolder.destroyed', 'messageFolder.created', 'messageFolder.updated', 'messageFolder.deleted', 'messageFolder.restored', 'messageFolder.destroyed', 'messageList.created', 'messageList.updated', 'messageList.deleted', 'messageList.restored', 'messageList.destroyed', 'messageListMember.created', 'messageListMember.updated', 'messageListMember.deleted', 'messageListMember.restored', 'messageListMember.destroyed', 'messageParticipant.created', 'messageParticipant.updated', 'messageParticipant.deleted', 'messageParticipant.restored', 'messageParticipant.destroyed', 'messageThread.created', 'messageThread.updated', 'messageThread.deleted', 'messageThread.restored', 'messageThread.destroyed', 'note.created', 'note.updated', 'note.deleted', 'note.restored', 'note.destroyed', 'noteTarget.created', 'noteTarget.updated', 'noteTarget.deleted', 'noteTarget.restored', 'noteTarget.destroyed', 'opportunity.created', 'opportunity.updated', 'opportunity.deleted', 'opportunity.restored', 'opportunity.destroyed', 'person.created', 'person.updated', 'person.deleted', 'person.restored', 'person.destroyed', 'task.created', 'task.updated', 'task.deleted', 'task.restored', 'task.destroyed', 'taskTarget.created', 'taskTarget.updated', 'taskTarget.deleted', 'taskTarget.restored', 'taskTarget.destroyed', 'view.created', 'view.updated', 'view.deleted', 'view.restored', 'view.destroyed', 'viewField.created', 'viewField.updated', 'viewField.deleted', 'viewField.restored', 'viewField.destroyed', 'viewFilter.created', 'viewFilter.updated', 'viewFilter.deleted', 'viewFilter.restored', 'viewFilter.destroyed', 'viewFilterGroup.created', 'viewFilterGroup.updated', 'viewFilterGroup.deleted', 'viewFilterGroup.restored', 'viewFilterGroup.destroyed', 'viewGroup.created', 'viewGroup.updated', 'viewGroup.deleted', 'viewGroup.restored', 'viewGroup.destroyed', 'viewSort.created', 'viewSort.updated', 'viewSort.deleted', 'viewSort.restored', 'viewSort.destroyed', 'workflow.created', 'workflow.updated', 'workflow.deleted', 'workflow.restored', 'workflow.destroyed', 'workflowAutomatedTrigger.created', 'workflowAutomatedTrigger.updated', 'workflowAutomatedTrigger.deleted', 'workflowAutomatedTrigger.restored', 'workflowAutomatedTrigger.destroyed', 'workflowEventListener.created', 'workflowEventListener.updated', 'workflowEventListener.deleted', 'workflowEventListener.restored', 'workflowEventListener.destroyed', 'workflowRun.created', 'workflowRun.updated', 'workflowRun.deleted', 'workflowRun.restored', 'workflowRun.destroyed', 'workflowVersion.created', 'workflowVersion.updated', 'workflowVersion.deleted', 'workflowVersion.restored', 'workflowVersion.destroyed', 'workspaceMember.created', 'workspaceMember.updated', 'workspaceMember.deleted', 'workspaceMember.restored', 'workspaceMember.destroyed', 'metadata.*.*')

    # The words before the one that is being completed.
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString() })
    $path = ''
    foreach ($word in ($words | Select-Object -Skip 1)) {
        if (@(' create', ' list', ' show', ' update', ' delete', ' demo', ' listen', ' send', ' replay', ' sample', ' events', ' deliveries', ' deliveries list', ' deliveries show', ' deliveries diff', ' deliveries export', ' deliveries import', ' deliveries prune', ' sign', ' verify', ' secret', ' config', ' config show', ' config path', ' completion') -ccontains "$path $word") { $path = "$path $word" }
    }
    $before = if ($words.Count -gt 1) { $words[-1] } else { '' }

    $values = @{
        ' create --operation' = 'operation'
        ' create -o' = 'operation'
        ' create --description' = 'text'
        ' create --secret' = 'text'
        ' create --secret-file' = 'file'
        ' create --api-url' = 'text'
        ' create --api-key' = 'text'
        ' create --api-key-file' = 'file'
        ' create --profile' = 'text'
        ' create --timeout' = 'text'
        ' create --color' = @('auto', 'always', 'never')
        ' list --api-url' = 'text'
        ' list --api-key' = 'text'
        ' list --api-key-file' = 'file'
        ' list --profile' = 'text'
        ' list --timeout' = 'text'
        ' list --color' = @('auto', 'always', 'never')
        ' show --api-url' = 'text'
        ' show --api-key' = 'text'
        ' show --api-key-file' = 'file'
        ' show --profile' = 'text'
        ' show --timeout' = 'text'
        ' show --color' = @('auto', 'always', 'never')
        ' update --url' = 'text'
        ' update --operation' = 'operation'
        ' update -o' = 'operation'
        ' update --description' = 'text'
        ' update --api-url' = 'text'
        ' update --api-key' = 'text'
        ' update --api-key-file' = 'file'
        ' update --profile' = 'text'
        ' update --timeout' = 'text'
        ' update --color' = @('auto', 'always', 'never')
        ' delete --api-url' = 'text'
        ' delete --api-key' = 'text'
        ' delete --api-key-file' = 'file'
        ' delete --profile' = 'text'
        ' delete --timeout' = 'text'
        ' delete --color' = @('auto', 'always', 'never')
        ' demo --color' = @('auto', 'always', 'never')
        ' listen --port' = 'text'
        ' listen --host' = 'text'
        ' listen --secret' = 'text'
        ' listen --secret-file' = 'file'
        ' listen --tolerance' = 'text'
        ' listen --event' = 'operation'
        ' listen --view' = @('summary', 'record', 'full', 'raw')
        ' listen --count' = 'text'
        ' listen --for' = 'text'
        ' listen --save' = 'file'
        ' listen --store' = 'file'
        ' listen --store-limit' = 'text'
        ' listen --max-body' = 'text'
        ' listen --forward-to' = 'text'
        ' listen --header' = 'text'
        ' listen --forward-secret-file' = 'file'
        ' listen --respond' = 'text'
        ' listen --delay' = 'text'
        ' listen --fail-rate' = 'text'
        ' listen --redirect' = 'text'
        ' listen --color' = @('auto', 'always', 'never')
        ' send --to' = 'text'
        ' send --as' = @('2.x', '1.8', '0.55', 'documented')
        ' send --actor' = @('key', 'user')
        ' send --set' = 'text'
        ' send --unset' = 'text'
        ' send --seed' = 'text'
        ' send --data' = 'file'
        ' send --body' = 'file'
        ' send --from' = 'delivery'
        ' send --store' = 'file'
        ' send --secret' = 'text'
        ' send --secret-file' = 'file'
        ' send --header' = 'text'
        ' send --timeout' = 'text'
        ' send --count' = 'text'
        ' send --concurrency' = 'text'
        ' send --color' = @('auto', 'always', 'never')
        ' replay --to' = 'text'
        ' replay --event' = 'operation'
        ' replay --webhook' = 'webhook'
        ' replay --record' = 'text'
        ' replay --verdict' = 'text'
        ' replay --since' = 'text'
        ' replay --search' = 'text'
        ' replay --set' = 'text'
        ' replay --unset' = 'text'
        ' replay --secret' = 'text'
        ' replay --secret-file' = 'file'
        ' replay --header' = 'text'
        ' replay --times' = 'text'
        ' replay --rate' = 'text'
        ' replay --concurrency' = 'text'
        ' replay --timeout' = 'text'
        ' replay --store' = 'file'
        ' replay --color' = @('auto', 'always', 'never')
        ' sample --as' = @('2.x', '1.8', '0.55', 'documented')
        ' sample --actor' = @('key', 'user')
        ' sample --set' = 'text'
        ' sample --unset' = 'text'
        ' sample --seed' = 'text'
        ' sample --color' = @('auto', 'always', 'never')
        ' events --as' = @('2.x', '1.8', '0.55', 'documented')
        ' events --color' = @('auto', 'always', 'never')
        ' deliveries --store' = 'file'
        ' deliveries list --event' = 'operation'
        ' deliveries list --webhook' = 'webhook'
        ' deliveries list --record' = 'text'
        ' deliveries list --verdict' = 'text'
        ' deliveries list --since' = 'text'
        ' deliveries list --search' = 'text'
        ' deliveries list --limit' = 'text'
        ' deliveries list --store' = 'file'
        ' deliveries list --color' = @('auto', 'always', 'never')
        ' deliveries show --view' = @('summary', 'record', 'full', 'raw', 'curl')
        ' deliveries show --store' = 'file'
        ' deliveries show --color' = @('auto', 'always', 'never')
        ' deliveries diff --store' = 'file'
        ' deliveries diff --color' = @('auto', 'always', 'never')
        ' deliveries export --event' = 'operation'
        ' deliveries export --webhook' = 'webhook'
        ' deliveries export --record' = 'text'
        ' deliveries export --verdict' = 'text'
        ' deliveries export --since' = 'text'
        ' deliveries export --search' = 'text'
        ' deliveries export --format' = @('jsonl', 'har', 'curl')
        ' deliveries export --output' = 'file'
        ' deliveries export --store' = 'file'
        ' deliveries import --secret' = 'text'
        ' deliveries import --secret-file' = 'file'
        ' deliveries import --store' = 'file'
        ' deliveries prune --older-than' = 'text'
        ' deliveries prune --to-size' = 'text'
        ' deliveries prune --store' = 'file'
        ' sign --secret' = 'text'
        ' sign --secret-file' = 'file'
        ' sign --timestamp' = 'text'
        ' sign --format' = @('headers', 'hex', 'json', 'curl')
        ' verify --signature' = 'text'
        ' verify --timestamp' = 'text'
        ' verify --secret' = 'text'
        ' verify --secret-file' = 'file'
        ' verify --tolerance' = 'text'
        ' verify --now' = 'text'
        ' verify --store' = 'file'
        ' verify --input' = @('auto', 'body', 'http', 'delivery')
        ' verify --color' = @('auto', 'always', 'never')
        ' config show --api-url' = 'text'
        ' config show --api-key' = 'text'
        ' config show --api-key-file' = 'file'
        ' config show --profile' = 'text'
    }
    $options = @{
        '' = @('--help', '-h', '--version')
        ' create' = @('--help', '-h', '--operation', '-o', '--description', '--secret', '--secret-file', '--unsigned', '--force', '--dry-run', '--json', '--api-url', '--api-key', '--api-key-file', '--profile', '--insecure', '--timeout', '--color')
        ' list' = @('--help', '-h', '--json', '--api-url', '--api-key', '--api-key-file', '--profile', '--insecure', '--timeout', '--color')
        ' show' = @('--help', '-h', '--show-secrets', '--json', '--api-url', '--api-key', '--api-key-file', '--profile', '--insecure', '--timeout', '--color')
        ' update' = @('--help', '-h', '--url', '--operation', '-o', '--description', '--rotate-secret', '--unsigned', '--force', '--json', '--api-url', '--api-key', '--api-key-file', '--profile', '--insecure', '--timeout', '--color')
        ' delete' = @('--help', '-h', '--yes', '-y', '--json', '--api-url', '--api-key', '--api-key-file', '--profile', '--insecure', '--timeout', '--color')
        ' demo' = @('--help', '-h', '--color')
        ' listen' = @('--help', '-h', '--port', '--host', '--secret', '--secret-file', '--tolerance', '--accept-invalid', '--event', '--view', '--count', '--for', '--save', '--store', '--no-store', '--store-limit', '--max-body', '--forward-to', '--relay', '--header', '--forward-secret-file', '--insecure', '--respond', '--delay', '--fail-rate', '--drop', '--redirect', '--yes', '--json', '--color')
        ' send' = @('--help', '-h', '--to', '--as', '--actor', '--set', '--unset', '--seed', '--data', '--body', '--from', '--store', '--secret', '--secret-file', '--unsigned', '--header', '--timeout', '--insecure', '--count', '--concurrency', '--dry-run', '--yes', '--json', '--color')
        ' replay' = @('--help', '-h', '--to', '--event', '--webhook', '--record', '--verdict', '--since', '--search', '--all', '--failed', '--as-received', '--set', '--unset', '--secret', '--secret-file', '--header', '--times', '--shuffle', '--rate', '--original-timing', '--concurrency', '--timeout', '--insecure', '--dry-run', '--store', '--yes', '--json', '--color')
        ' sample' = @('--help', '-h', '--as', '--actor', '--set', '--unset', '--seed', '--color')
        ' events' = @('--help', '-h', '--as', '--json', '--color')
        ' deliveries' = @('--help', '-h', '--store', '--json')
        ' deliveries list' = @('--help', '-h', '--event', '--webhook', '--record', '--verdict', '--since', '--search', '--failed', '--limit', '--store', '--json', '--color')
        ' deliveries show' = @('--help', '-h', '--view', '--no-redact', '--store', '--json', '--color')
        ' deliveries diff' = @('--help', '-h', '--no-redact', '--store', '--json', '--color')
        ' deliveries export' = @('--help', '-h', '--event', '--webhook', '--record', '--verdict', '--since', '--search', '--format', '--output', '--no-redact', '--store')
        ' deliveries import' = @('--help', '-h', '--secret', '--secret-file', '--store', '--json')
        ' deliveries prune' = @('--help', '-h', '--older-than', '--to-size', '--store', '--yes', '--json')
        ' sign' = @('--help', '-h', '--secret', '--secret-file', '--timestamp', '--format')
        ' verify' = @('--help', '-h', '--signature', '--timestamp', '--secret', '--secret-file', '--tolerance', '--now', '--store', '--input', '--no-diagnose', '--json', '--color')
        ' secret' = @('--help', '-h', '--new', '--json')
        ' config' = @('--help', '-h', '--install-completion', '--show-completion')
        ' config show' = @('--help', '-h', '--json', '--api-url', '--api-key', '--api-key-file', '--profile')
        ' config path' = @('--help', '-h', '--json')
        ' completion' = @('--help', '-h')
    }
    $arguments = @{
        '' = @('create', 'list', 'show', 'update', 'delete', 'demo', 'listen', 'send', 'replay', 'sample', 'events', 'deliveries', 'sign', 'verify', 'secret', 'config', 'completion')
        ' create' = 'text'
        ' list' = 'text'
        ' show' = 'webhook'
        ' update' = 'webhook'
        ' delete' = 'webhook'
        ' demo' = 'text'
        ' listen' = 'text'
        ' send' = 'event'
        ' replay' = 'delivery-or-file'
        ' sample' = 'event'
        ' events' = 'text'
        ' deliveries' = @('list', 'show', 'diff', 'export', 'import', 'prune')
        ' deliveries list' = 'text'
        ' deliveries show' = 'delivery'
        ' deliveries diff' = 'delivery'
        ' deliveries export' = 'delivery'
        ' deliveries import' = 'file'
        ' deliveries prune' = 'text'
        ' sign' = 'file'
        ' verify' = 'delivery-or-file'
        ' secret' = 'text'
        ' config' = @('show', 'path')
        ' config show' = 'text'
        ' config path' = 'text'
        ' completion' = @('bash', 'zsh', 'fish', 'powershell')
    }

    # The ids that `hooks list` saw last.
    function Get-Webhooks {
        $directory = if ($env:TWENTY_HOOKS_CACHE_DIR) { $env:TWENTY_HOOKS_CACHE_DIR }
            elseif ($env:LOCALAPPDATA) { "$env:LOCALAPPDATA/twenty-hooks/Cache" }
            elseif ($IsMacOS) { "$HOME/Library/Caches/twenty-hooks" }
            elseif ($env:XDG_CACHE_HOME) { "$env:XDG_CACHE_HOME/twenty-hooks" }
            else { "$HOME/.cache/twenty-hooks" }
        if (Test-Path "$directory/webhooks") {
            Get-Content "$directory/webhooks" | ForEach-Object { ($_ -split "`t")[0] }
        }
    }

    # The ids that stand beside the store, with their events; @1 is the latest.
    function Get-Deliveries {
        $directory = if ($env:LOCALAPPDATA) { $env:LOCALAPPDATA }
            elseif ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME }
            elseif ($IsMacOS) { "$HOME/Library/Application Support" }
            else { "$HOME/.local/share" }
        # The store that stands on the line so far.
        $store = ''
        for ($place = 1; $place -lt $words.Count; $place++) {
            if ($words[$place - 1] -ceq '--store') { $store = $words[$place] }
            elseif ($words[$place] -clike '--store=*') {
                $store = $words[$place].Substring(8)
            }
        }
        $store = $store.Trim('"', "'") -replace '^~/', "$HOME/"
        $file = if ($store) { $store }
            elseif ($env:TWENTY_HOOKS_STORE) { $env:TWENTY_HOOKS_STORE }
            else { "$directory/twenty-hooks/deliveries.db" }
        if (Test-Path -LiteralPath "$file-recent") {
            $lines = @(Get-Content -LiteralPath "$file-recent")
            for ($place = 1; $place -le 3 -and $place -le $lines.Count; $place++) {
                "@$place`t" + ($lines[$place - 1] -split "`t")[1]
            }
            $lines
        }
    }

    $offered = if ($values.ContainsKey("$path $before")) { $values["$path $before"] }
        elseif ($wordToComplete -like '-*') { $options[$path] }
        else { $arguments[$path] }
    if ($offered -is [string]) {
        $offered = switch ($offered) {
            'webhook' { Get-Webhooks }
            'delivery' { Get-Deliveries }
            # Where none begins like the word, PowerShell offers files by itself.
            'delivery-or-file' { Get-Deliveries }
            'event' { $events }
            'operation' { $operations }
            # Nothing of ours: PowerShell offers files by itself.
            default { return }
        }
    }
    $offered | Where-Object { $_ -and $_.StartsWith($wordToComplete) } |
        ForEach-Object {
            $word, $description = $_ -split "`t"
            # A star or an @ would mean something to PowerShell.
            $text = if ($word -match '[*@]') { "'$word'" } else { $word }
            $tip = if ($description) { "$word  $description" } else { $word }
            [System.Management.Automation.CompletionResult]::new(
                $text, $word, 'ParameterValue', $tip)
        }
}
