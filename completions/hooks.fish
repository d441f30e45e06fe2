# Completion of hooks for fish: hooks completion fish

function __hooks_path
    # Print the commands on the line so far: "config show".
    set -l path
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
            case ' create' ' list' ' show' ' update' ' delete' ' demo' ' listen' ' send' ' replay' ' sample' ' events' ' deliveries' ' deliveries list' ' deliveries show' ' deliveries diff' ' deliveries export' ' deliveries import' ' deliveries prune' ' sign' ' verify' ' secret' ' config' ' config show' ' config path' ' completion'
                set path "$path $word"
        end
    end
    echo "$path"
end

function __hooks_at
    test (__hooks_path) = "$argv[1]"
end

function __hooks_webhooks
    # Print the ids that `hooks list` printed last.
    set -l directory $HOME/.cache/twenty-hooks
    set -q XDG_CACHE_HOME; and set directory $XDG_CACHE_HOME/twenty-hooks
    test -d $HOME/Library/Caches; and set directory $HOME/Library/Caches/twenty-hooks
    set -q TWENTY_HOOKS_CACHE_DIR; and set directory $TWENTY_HOOKS_CACHE_DIR
    test -r $directory/webhooks; or return
    while read -l line
        echo $line
    end <$directory/webhooks
end

set -g __hooks_events attachment.created attachment.updated attachment.deleted attachment.restored attachment.destroyed auditLog.created auditLog.updated auditLog.deleted auditLog.restored auditLog.destroyed behavioralEvent.created behavioralEvent.updated behavioralEvent.deleted behavioralEvent.restored behavioralEvent.destroyed blocklist.created blocklist.updated blocklist.deleted blocklist.restored blocklist.destroyed calendarChannel.created calendarChannel.updated calendarChannel.deleted calendarChannel.restored calendarChannel.destroyed calendarChannelEventAssociation.created calendarChannelEventAssociation.updated calendarChannelEventAssociation.deleted calendarChannelEventAssociation.restored calendarChannelEventAssociation.destroyed calendarEvent.created calendarEvent.updated calendarEvent.deleted calendarEvent.restored calendarEvent.destroyed calendarEventParticipant.created calendarEventParticipant.updated calendarEventParticipant.deleted calendarEventParticipant.restored calendarEventParticipant.destroyed callRecording.created callRecording.updated callRecording.deleted callRecording.restored callRecording.destroyed company.created company.updated company.deleted company.restored company.destroyed connectedAccount.created connectedAccount.updated connectedAccount.deleted connectedAccount.restored connectedAccount.destroyed dashboard.created dashboard.updated dashboard.deleted dashboard.restored dashboard.destroyed favorite.created favorite.updated favorite.deleted favorite.restored favorite.destroyed favoriteFolder.created favoriteFolder.updated favoriteFolder.deleted favoriteFolder.restored favoriteFolder.destroyed message.created message.updated message.deleted message.restored message.destroyed messageCampaign.created messageCampaign.updated messageCampaign.deleted messageCampaign.restored messageCampaign.destroyed messageChannel.created messageChannel.updated messageChannel.deleted messageChannel.restored messageChannel.destroyed messageChannelMessageAssociation.created messageChannelMessageAssociation.updated messageChannelMessageAssociation.deleted messageChannelMessageAssociation.restored messageChannelMessageAssociation.destroyed messageChannelMessageAssociationMessageFolder.created messageChannelMessageAssociationMessageFolder.updated messageChannelMessageAssociationMessageFolder.deleted messageChannelMessageAssociationMessageFolder.restored messageChannelMessageAssociationMessageFolder.destroyed messageFolder.created messageFolder.updated messageFolder.deleted messageFolder.restored messageFolder.destroyed messageList.created messageList.updated messageList.deleted messageList.restored messageList.destroyed messageListMember.created messageListMember.updated messageListMember.deleted messageListMember.restored messageListMember.destroyed messageParticipant.created messageParticipant.updated messageParticipant.deleted messageParticipant.restored messageParticipant.destroyed messageThread.created messageThread.updated messageThread.deleted messageThread.restored messageThread.destroyed note.created note.updated note.deleted note.restored note.destroyed noteTarget.created noteTarget.updated noteTarget.deleted noteTarget.restored noteTarget.destroyed opportunity.created opportunity.updated opportunity.deleted opportunity.restored opportunity.destroyed person.created person.updated person.deleted person.restored person.destroyed task.created task.updated task.deleted task.restored task.destroyed taskTarget.created taskTarget.updated taskTarget.deleted taskTarget.restored taskTarget.destroyed view.created view.updated view.deleted view.restored view.destroyed viewField.created viewField.updated viewField.deleted viewField.restored viewField.destroyed viewFilter.created viewFilter.updated viewFilter.deleted viewFilter.restored viewFilter.destroyed viewFilterGroup.created viewFilterGroup.updated viewFilterGroup.deleted viewFilterGroup.restored viewFilterGroup.destroyed viewGroup.created viewGroup.updated viewGroup.deleted viewGroup.restored viewGroup.destroyed viewSort.created viewSort.updated viewSort.deleted viewSort.restored viewSort.destroyed workflow.created workflow.updated workflow.deleted workflow.restored workflow.destroyed workflowAutomatedTrigger.created workflowAutomatedTrigger.updated workflowAutomatedTrigger.deleted workflowAutomatedTrigger.restored workflowAutomatedTrigger.destroyed workflowEventListener.created workflowEventListener.updated workflowEventListener.deleted workflowEventListener.restored workflowEventListener.destroyed workflowRun.created workflowRun.updated workflowRun.deleted workflowRun.restored workflowRun.destroyed workflowVersion.created workflowVersion.updated workflowVersion.deleted workflowVersion.restored workflowVersion.destroyed workspaceMember.created workspaceMember.updated workspaceMember.deleted workspaceMember.restored workspaceMember.destroyed
set -g __hooks_operations '*.*' '*.created' '*.updated' '*.deleted' '*.restored' '*.destroyed' 'attachment.*' 'auditLog.*' 'behavioralEvent.*' 'blocklist.*' 'calendarChannel.*' 'calendarChannelEventAssociation.*' 'calendarEvent.*' 'calendarEventParticipant.*' 'callRecording.*' 'company.*' 'connectedAccount.*' 'dashboard.*' 'favorite.*' 'favoriteFolder.*' 'message.*' 'messageCampaign.*' 'messageChannel.*' 'messageChannelMessageAssociation.*' 'messageChannelMessageAssociationMessageFolder.*' 'messageFolder.*' 'messageList.*' 'messageListMember.*' 'messageParticipant.*' 'messageThread.*' 'note.*' 'noteTarget.*' 'opportunity.*' 'person.*' 'task.*' 'taskTarget.*' 'view.*' 'viewField.*' 'viewFilter.*' 'viewFilterGroup.*' 'viewGroup.*' 'viewSort.*' 'workflow.*' 'workflowAutomatedTrigger.*' 'workflowEventListener.*' 'workflowRun.*' 'workflowVersion.*' 'workspaceMember.*' 'attachment.created' 'attachment.updated' 'attachment.deleted' 'attachment.restored' 'attachment.destroyed' 'auditLog.created' 'auditLog.updated' 'auditLog.deleted' 'auditLog.restored' 'auditLog.destroyed' 'behavioralEvent.created' 'behavioralEvent.updated' 'behavioralEvent.deleted' 'behavioralEvent.restored' 'behavioralEvent.destroyed' 'blocklist.created' 'blocklist.updated' 'blocklist.deleted' 'blocklist.restored' 'blocklist.destroyed' 'calendarChannel.created' 'calendarChannel.updated' 'calendarChannel.deleted' 'calendarChannel.restored' 'calendarChannel.destroyed' 'calendarChannelEventAssociation.created' 'calendarChannelEventAssociation.updated' 'calendarChannelEventAssociation.deleted' 'calendarChannelEventAssociation.restored' 'calendarChannelEventAssociation.destroyed' 'calendarEvent.created' 'calendarEvent.updated' 'calendarEvent.deleted' 'calendarEvent.restored' 'calendarEvent.destroyed' 'calendarEventParticipant.created' 'calendarEventParticipant.updated' 'calendarEventParticipant.deleted' 'calendarEventParticipant.restored' 'calendarEventParticipant.destroyed' 'callRecording.created' 'callRecording.updated' 'callRecording.deleted' 'callRecording.restored' 'callRecording.destroyed' 'company.created' 'company.updated' 'company.deleted' 'company.restored' 'company.destroyed' 'connectedAccount.created' 'connectedAccount.updated' 'connectedAccount.deleted' 'connectedAccount.restored' 'connectedAccount.destroyed' 'dashboard.created' 'dashboard.updated' 'dashboard.deleted' 'dashboard.restored' 'dashboard.destroyed' 'favorite.created' 'favorite.updated' 'favorite.deleted' 'favorite.restored' 'favorite.destroyed' 'favoriteFolder.created' 'favoriteFolder.updated' 'favoriteFolder.deleted' 'favoriteFolder.restored' 'favoriteFolder.destroyed' 'message.created' 'message.updated' 'message.deleted' 'message.restored' 'message.destroyed' 'messageCampaign.created' 'messageCampaign.updated' 'messageCampaign.deleted' 'messageCampaign.restored' 'messageCampaign.destroyed' 'messageChannel.created' 'messageChannel.updated' 'messageChannel.deleted' 'messageChannel.restored' 'messageChannel.destroyed' 'messageChannelMessageAssociation.created' 'messageChannelMessageAssociation.updated' 'messageChannelMessageAssociation.deleted' 'messageChannelMessageAssociation.restored' 'messageChannelMessageAssociation.destroyed' 'messageChannelMessageAssociationMessageFolder.created' 'messageChannelMessageAssociationMessageFolder.updated' 'messageChannelMessageAssociationMessageFolder.deleted' 'messageChannelMessageAssociationMessageFolder.restored' 'messageChannelMessageAssociationMessageFolder.destroyed' 'messageFolder.created' 'messageFolder.updated' 'messageFolder.deleted' 'messageFolder.restored' 'messageFolder.destroyed' 'messageList.created' 'messageList.updated' 'messageList.deleted' 'messageList.restored' 'messageList.destroyed' 'messageListMember.created' 'messageListMember.updated' 'messageListMember.deleted' 'messageListMember.restored' 'messageListMember.destroyed' 'messageParticipant.created' 'messageParticipant.updated' 'messageParticipant.deleted' 'messageParticipant.restored' 'messageParticipant.destroyed' 'messageThread.created' 'messageThread.updated' 'messageThread.deleted' 'messageThread.restored' 'messageThread.destroyed' 'note.created' 'note.updated' 'note.deleted' 'note.restored' 'note.destroyed' 'noteTarget.created' 'noteTarget.updated' 'noteTarget.deleted' 'noteTarget.restored' 'noteTarget.destroyed' 'opportunity.created' 'opportunity.updated' 'opportunity.deleted' 'opportunity.restored' 'opportunity.destroyed' 'person.created' 'person.updated' 'person.deleted' 'person.restored' 'person.destroyed' 'task.created' 'task.updated' 'task.deleted' 'task.restored' 'task.destroyed' 'taskTarget.created' 'taskTarget.updated' 'taskTarget.deleted' 'taskTarget.restored' 'taskTarget.destroyed' 'view.created' 'view.updated' 'view.deleted' 'view.restored' 'view.destroyed' 'viewField.created' 'viewField.updated' 'viewField.deleted' 'viewField.restored' 'viewField.destroyed' 'viewFilter.created' 'viewFilter.updated' 'viewFilter.deleted' 'viewFilter.restored' 'viewFilter.destroyed' 'viewFilterGroup.created' 'viewFilterGroup.updated' 'viewFilterGroup.deleted' 'viewFilterGroup.restored' 'viewFilterGroup.destroyed' 'viewGroup.created' 'viewGroup.updated' 'viewGroup.deleted' 'viewGroup.restored' 'viewGroup.destroyed' 'viewSort.created' 'viewSort.updated' 'viewSort.deleted' 'viewSort.restored' 'viewSort.destroyed' 'workflow.created' 'workflow.updated' 'workflow.deleted' 'workflow.restored' 'workflow.destroyed' 'workflowAutomatedTrigger.created' 'workflowAutomatedTrigger.updated' 'workflowAutomatedTrigger.deleted' 'workflowAutomatedTrigger.restored' 'workflowAutomatedTrigger.destroyed' 'workflowEventListener.created' 'workflowEventListener.updated' 'workflowEventListener.deleted' 'workflowEventListener.restored' 'workflowEventListener.destroyed' 'workflowRun.created' 'workflowRun.updated' 'workflowRun.deleted' 'workflowRun.restored' 'workflowRun.destroyed' 'workflowVersion.created' 'workflowVersion.updated' 'workflowVersion.deleted' 'workflowVersion.restored' 'workflowVersion.destroyed' 'workspaceMember.created' 'workspaceMember.updated' 'workspaceMember.deleted' 'workspaceMember.restored' 'workspaceMember.destroyed' 'metadata.*.*'

complete -c hooks -e
complete -c hooks -f
complete -c twenty-hooks -e
complete -c twenty-hooks -f
complete -c hooks -n '__hooks_at \'\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \'\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \'\'' -l version -d 'Print the version.'
complete -c twenty-hooks -n '__hooks_at \'\'' -l version -d 'Print the version.'
complete -c hooks -n '__hooks_at \'\'' -a create -d 'Register a webhook in Twenty, with a new secret.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a create -d 'Register a webhook in Twenty, with a new secret.'
complete -c hooks -n '__hooks_at \'\'' -a list -d 'List the webhooks of the workspace, with warnings.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a list -d 'List the webhooks of the workspace, with warnings.'
complete -c hooks -n '__hooks_at \'\'' -a show -d 'Show one webhook, with warnings.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a show -d 'Show one webhook, with warnings.'
complete -c hooks -n '__hooks_at \'\'' -a update -d 'Change the settings of a webhook.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a update -d 'Change the settings of a webhook.'
complete -c hooks -n '__hooks_at \'\'' -a delete -d 'Delete webhooks, after asking.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a delete -d 'Delete webhooks, after asking.'
complete -c hooks -n '__hooks_at \'\'' -a demo -d 'Send deliveries to a listener here, and watch a forged one fail.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a demo -d 'Send deliveries to a listener here, and watch a forged one fail.'
complete -c hooks -n '__hooks_at \'\'' -a listen -d 'Receive, verify, store and show deliveries.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a listen -d 'Receive, verify, store and show deliveries.'
complete -c hooks -n '__hooks_at \'\'' -a send -d 'Send signed deliveries to your receiver, as Twenty does.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a send -d 'Send signed deliveries to your receiver, as Twenty does.'
complete -c hooks -n '__hooks_at \'\'' -a replay -d 'Resend deliveries with a fresh signature.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a replay -d 'Resend deliveries with a fresh signature.'
complete -c hooks -n '__hooks_at \'\'' -a sample -d 'Print the body of an event, exactly as Twenty sends it.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a sample -d 'Print the body of an event, exactly as Twenty sends it.'
complete -c hooks -n '__hooks_at \'\'' -a events -d 'List the events that Twenty sends.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a events -d 'List the events that Twenty sends.'
complete -c hooks -n '__hooks_at \'\'' -a deliveries -d 'List, show, compare, export and prune deliveries.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a deliveries -d 'List, show, compare, export and prune deliveries.'
complete -c hooks -n '__hooks_at \'\'' -a sign -d 'Sign the exact bytes of a body, as Twenty does.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a sign -d 'Sign the exact bytes of a body, as Twenty does.'
complete -c hooks -n '__hooks_at \'\'' -a verify -d 'Verify signatures, and find out why one fails.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a verify -d 'Verify signatures, and find out why one fails.'
complete -c hooks -n '__hooks_at \'\'' -a secret -d 'Print the local secret of this machine.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a secret -d 'Print the local secret of this machine.'
complete -c hooks -n '__hooks_at \'\'' -a config -d 'Show the settings, and where each comes from.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a config -d 'Show the settings, and where each comes from.'
complete -c hooks -n '__hooks_at \'\'' -a completion -d 'Print a shell completion script.'
complete -c twenty-hooks -n '__hooks_at \'\'' -a completion -d 'Print a shell completion script.'
complete -c hooks -n '__hooks_at \' create\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' create\'' -l operation -s o -d 'Subscribe to this operation: person.created, company.* or *.deleted.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l operation -s o -d 'Subscribe to this operation: person.created, company.* or *.deleted.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' create\'' -l description -d 'Description of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l description -d 'Description of the webhook.' -x
complete -c hooks -n '__hooks_at \' create\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' create\'' -l secret-file -d 'File with the secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' create\'' -l secret-file -d 'File with the secret.' -r -F
complete -c hooks -n '__hooks_at \' create\'' -l unsigned -d 'Register it without a secret.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l unsigned -d 'Register it without a secret.'
complete -c hooks -n '__hooks_at \' create\'' -l force -d 'Store it even if it can never work.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l force -d 'Store it even if it can never work.'
complete -c hooks -n '__hooks_at \' create\'' -l dry-run -d 'Print the request without sending it.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l dry-run -d 'Print the request without sending it.'
complete -c hooks -n '__hooks_at \' create\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' create\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' create\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' create\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' create\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' create\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' create\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' create\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' create\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' create\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' create\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' list\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' list\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' list\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' list\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' list\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' list\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' list\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' list\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' list\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' list\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' list\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' list\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' list\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' list\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' list\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' list\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' list\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' list\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' show\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' show\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' show\'' -l show-secrets -d 'Show the secret, and store it on this machine.'
complete -c twenty-hooks -n '__hooks_at \' show\'' -l show-secrets -d 'Show the secret, and store it on this machine.'
complete -c hooks -n '__hooks_at \' show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' show\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' show\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' show\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' show\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' show\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' show\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' show\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' show\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' show\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' show\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' show\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' show\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' show\'' -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' show\'' -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' update\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' update\'' -l url -d 'New target URL.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l url -d 'New target URL.' -x
complete -c hooks -n '__hooks_at \' update\'' -l operation -s o -d 'Subscribe to this operation, instead of all present ones.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l operation -s o -d 'Subscribe to this operation, instead of all present ones.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' update\'' -l description -d 'Description of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l description -d 'Description of the webhook.' -x
complete -c hooks -n '__hooks_at \' update\'' -l rotate-secret -d 'Make a new secret, and print it once.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l rotate-secret -d 'Make a new secret, and print it once.'
complete -c hooks -n '__hooks_at \' update\'' -l unsigned -d 'Remove the secret.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l unsigned -d 'Remove the secret.'
complete -c hooks -n '__hooks_at \' update\'' -l force -d 'Store it even if it can never work.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l force -d 'Store it even if it can never work.'
complete -c hooks -n '__hooks_at \' update\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' update\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' update\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' update\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' update\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' update\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' update\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' update\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' update\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' update\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' update\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' update\'' -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' update\'' -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' delete\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' delete\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c hooks -n '__hooks_at \' delete\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' delete\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' delete\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' delete\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' delete\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' delete\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' delete\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' delete\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' delete\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' delete\'' -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' delete\'' -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' demo\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' demo\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' demo\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' demo\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' listen\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' listen\'' -l port -d 'Port; 0 takes any free one.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l port -d 'Port; 0 takes any free one.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l host -d 'Address to listen on; the default is this machine only.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l host -d 'Address to listen on; the default is this machine only.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' listen\'' -l tolerance -d 'Reject signatures that are older, or further in the future (5m, 30s).' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l tolerance -d 'Reject signatures that are older, or further in the future (5m, 30s).' -x
complete -c hooks -n '__hooks_at \' listen\'' -l accept-invalid -d 'Answer 200 also to what is refused.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l accept-invalid -d 'Answer 200 also to what is refused.'
complete -c hooks -n '__hooks_at \' listen\'' -l event -d 'Show only these events (person.created, person.*, *.deleted); all are still verified, saved and answered.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l event -d 'Show only these events (person.created, person.*, *.deleted); all are still verified, saved and answered.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' listen\'' -l view -d 'How much of each to show.' -x -a 'summary record full raw'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l view -d 'How much of each to show.' -x -a 'summary record full raw'
complete -c hooks -n '__hooks_at \' listen\'' -l count -d 'End after N accepted deliveries (that --event lets through).' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l count -d 'End after N accepted deliveries (that --event lets through).' -x
complete -c hooks -n '__hooks_at \' listen\'' -l for -d 'End after this time; exit code 1 if fewer than --count came.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l for -d 'End after this time; exit code 1 if fewer than --count came.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l save -d 'Append every delivery to FILE (JSON Lines) before answering it.' -r -F
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l save -d 'Append every delivery to FILE (JSON Lines) before answering it.' -r -F
complete -c hooks -n '__hooks_at \' listen\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' listen\'' -l no-store -d 'Keep nothing: what is not shown or saved is gone.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l no-store -d 'Keep nothing: what is not shown or saved is gone.'
complete -c hooks -n '__hooks_at \' listen\'' -l store-limit -d 'When the store is larger, say so and remove the oldest deliveries.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l store-limit -d 'When the store is larger, say so and remove the oldest deliveries.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l max-body -d 'Larger ones get 413.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l max-body -d 'Larger ones get 413.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l forward-to -d 'Forward every delivery that is accepted, bytes and headers as they came; with a pattern (\'person.*=http://...\') only those events, and the URLs without one get the rest.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l forward-to -d 'Forward every delivery that is accepted, bytes and headers as they came; with a pattern (\'person.*=http://...\') only those events, and the URLs without one get the rest.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l relay -d 'Wait for the receiver and answer with its status, as it would.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l relay -d 'Wait for the receiver and answer with its status, as it would.'
complete -c hooks -n '__hooks_at \' listen\'' -l header -d 'One more header when forwarding, or another value.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l header -d 'One more header when forwarding, or another value.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l forward-secret-file -d 'Sign anew with this secret, for a receiver that has another (or a JSON object of webhookId to secret).' -r -F
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l forward-secret-file -d 'Sign anew with this secret, for a receiver that has another (or a JSON object of webhookId to secret).' -r -F
complete -c hooks -n '__hooks_at \' listen\'' -l insecure -d 'Don\'t check TLS certificates of where it is forwarded.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l insecure -d 'Don\'t check TLS certificates of where it is forwarded.'
complete -c hooks -n '__hooks_at \' listen\'' -l respond -d 'Be a broken receiver: answer what is valid with this status, or \'drop\'.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l respond -d 'Be a broken receiver: answer what is valid with this status, or \'drop\'.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l delay -d 'Answer only after this time (6s).' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l delay -d 'Answer only after this time (6s).' -x
complete -c hooks -n '__hooks_at \' listen\'' -l fail-rate -d 'Misbehave to this share only (0.3), by chance; 500 if no other option says how.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l fail-rate -d 'Misbehave to this share only (0.3), by chance; 500 if no other option says how.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l drop -d 'Close the connection without an answer; per event it is --respond \'person.*=drop\'.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l drop -d 'Close the connection without an answer; per event it is --respond \'person.*=drop\'.'
complete -c hooks -n '__hooks_at \' listen\'' -l redirect -d 'Answer with a redirect: 302, or the 3xx that --respond says.' -x
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l redirect -d 'Answer with a redirect: 302, or the 3xx that --respond says.' -x
complete -c hooks -n '__hooks_at \' listen\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c hooks -n '__hooks_at \' listen\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' listen\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' listen\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' send\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' send\'' -l to -d 'URL of the receiver.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l to -d 'URL of the receiver.' -x
complete -c hooks -n '__hooks_at \' send\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c hooks -n '__hooks_at \' send\'' -l actor -d 'Who wrote the record: an API key, or a user.' -x -a 'key user'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l actor -d 'Who wrote the record: an API key, or a user.' -x -a 'key user'
complete -c hooks -n '__hooks_at \' send\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c hooks -n '__hooks_at \' send\'' -l unset -d 'Remove a key of the record.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l unset -d 'Remove a key of the record.' -x
complete -c hooks -n '__hooks_at \' send\'' -l seed -d 'Make the same bytes on every run, also the dates, which then start at 2026-07-15T09:30:12.345Z.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l seed -d 'Make the same bytes on every run, also the dates, which then start at 2026-07-15T09:30:12.345Z.' -x
complete -c hooks -n '__hooks_at \' send\'' -l data -d 'Send this record, or this whole body if it has an eventName, written as JSON.stringify does.' -r -F
complete -c twenty-hooks -n '__hooks_at \' send\'' -l data -d 'Send this record, or this whole body if it has an eventName, written as JSON.stringify does.' -r -F
complete -c hooks -n '__hooks_at \' send\'' -l body -d 'Send exactly these bytes.' -r -F
complete -c twenty-hooks -n '__hooks_at \' send\'' -l body -d 'Send exactly these bytes.' -r -F
complete -c hooks -n '__hooks_at \' send\'' -l from -d 'Send the body of a stored delivery (an id, @1, @2), re-signed.' -x -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l from -d 'Send the body of a stored delivery (an id, @1, @2), re-signed.' -x -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' send\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' send\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' send\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' send\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' send\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' send\'' -l unsigned -d 'Do not sign, like a webhook that has no secret.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l unsigned -d 'Do not sign, like a webhook that has no secret.'
complete -c hooks -n '__hooks_at \' send\'' -l header -s H -d 'Add a header, or replace one.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l header -s H -d 'Add a header, or replace one.' -x
complete -c hooks -n '__hooks_at \' send\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' send\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' send\'' -l count -d 'Number of deliveries.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l count -d 'Number of deliveries.' -x
complete -c hooks -n '__hooks_at \' send\'' -l concurrency -d 'Number of requests in flight at once.' -x
complete -c twenty-hooks -n '__hooks_at \' send\'' -l concurrency -d 'Number of requests in flight at once.' -x
complete -c hooks -n '__hooks_at \' send\'' -l dry-run -d 'Print the request without sending it.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l dry-run -d 'Print the request without sending it.'
complete -c hooks -n '__hooks_at \' send\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c hooks -n '__hooks_at \' send\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' send\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' send\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' send\'' -a '$__hooks_events'
complete -c twenty-hooks -n '__hooks_at \' send\'' -a '$__hooks_events'
complete -c hooks -n '__hooks_at \' replay\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' replay\'' -l to -d 'URL of the receiver.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l to -d 'URL of the receiver.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' replay\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' replay\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' replay\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c hooks -n '__hooks_at \' replay\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l all -d 'Every stored delivery, also without an event name.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l all -d 'Every stored delivery, also without an event name.'
complete -c hooks -n '__hooks_at \' replay\'' -l failed -d 'Only deliveries that failed at a target, or were never forwarded to it.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l failed -d 'Only deliveries that failed at a target, or were never forwarded to it.'
complete -c hooks -n '__hooks_at \' replay\'' -l as-received -d 'Keep the received signature and timestamp.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l as-received -d 'Keep the received signature and timestamp.'
complete -c hooks -n '__hooks_at \' replay\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c hooks -n '__hooks_at \' replay\'' -l unset -d 'Remove a key of the record.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l unset -d 'Remove a key of the record.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' replay\'' -l header -s H -d 'Add a header, or replace one.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l header -s H -d 'Add a header, or replace one.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l count -d 'Send each delivery N times.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l count -d 'Send each delivery N times.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l shuffle -d 'Send in random order.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l shuffle -d 'Send in random order.'
complete -c hooks -n '__hooks_at \' replay\'' -l rate -d 'Requests per second (20/s), minute (30/m) or hour (100/h).' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l rate -d 'Requests per second (20/s), minute (30/m) or hour (100/h).' -x
complete -c hooks -n '__hooks_at \' replay\'' -l original-timing -d 'Keep the original pauses between deliveries.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l original-timing -d 'Keep the original pauses between deliveries.'
complete -c hooks -n '__hooks_at \' replay\'' -l concurrency -d 'Number of requests in flight at once.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l concurrency -d 'Number of requests in flight at once.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l timeout -d 'Time limit of each request.' -x
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l timeout -d 'Time limit of each request.' -x
complete -c hooks -n '__hooks_at \' replay\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l insecure -d 'Do not verify TLS certificates.'
complete -c hooks -n '__hooks_at \' replay\'' -l dry-run -d 'Print the request without sending it.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l dry-run -d 'Print the request without sending it.'
complete -c hooks -n '__hooks_at \' replay\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' replay\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c hooks -n '__hooks_at \' replay\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' replay\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' replay\'' -F -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' replay\'' -F -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' sample\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' sample\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c hooks -n '__hooks_at \' sample\'' -l actor -d 'Who wrote the record: an API key, or a user.' -x -a 'key user'
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l actor -d 'Who wrote the record: an API key, or a user.' -x -a 'key user'
complete -c hooks -n '__hooks_at \' sample\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l set -d 'Set a value of the record (name.firstName=Ada), or of the whole body if PATH begins with / (/workspaceId=...).' -x
complete -c hooks -n '__hooks_at \' sample\'' -l unset -d 'Remove a key of the record.' -x
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l unset -d 'Remove a key of the record.' -x
complete -c hooks -n '__hooks_at \' sample\'' -l seed -d 'Make the same bytes on every run, also the dates, which then start at 2026-07-15T09:30:12.345Z.' -x
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l seed -d 'Make the same bytes on every run, also the dates, which then start at 2026-07-15T09:30:12.345Z.' -x
complete -c hooks -n '__hooks_at \' sample\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' sample\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' sample\'' -a '$__hooks_events'
complete -c twenty-hooks -n '__hooks_at \' sample\'' -a '$__hooks_events'
complete -c hooks -n '__hooks_at \' events\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' events\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' events\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c twenty-hooks -n '__hooks_at \' events\'' -l as -d 'Body format of this release.' -x -a '2.x 1.8 0.55 documented'
complete -c hooks -n '__hooks_at \' events\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' events\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' events\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' events\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries\'' -a list -d 'List deliveries, the latest first.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a list -d 'List deliveries, the latest first.'
complete -c hooks -n '__hooks_at \' deliveries\'' -a show -d 'Show one delivery, what it changed, and the results of its attempts.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a show -d 'Show one delivery, what it changed, and the results of its attempts.'
complete -c hooks -n '__hooks_at \' deliveries\'' -a diff -d 'Show field by field what changed in a record.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a diff -d 'Show field by field what changed in a record.'
complete -c hooks -n '__hooks_at \' deliveries\'' -a export -d 'Export deliveries, with secrets masked.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a export -d 'Export deliveries, with secrets masked.'
complete -c hooks -n '__hooks_at \' deliveries\'' -a import -d 'Import saved deliveries into the store.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a import -d 'Import saved deliveries into the store.'
complete -c hooks -n '__hooks_at \' deliveries\'' -a prune -d 'Permanently remove old deliveries from the store.'
complete -c twenty-hooks -n '__hooks_at \' deliveries\'' -a prune -d 'Permanently remove old deliveries from the store.'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c hooks -n '__hooks_at \' deliveries list\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c hooks -n '__hooks_at \' deliveries list\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c hooks -n '__hooks_at \' deliveries list\'' -l failed -d 'Only deliveries that \'hooks replay --failed\' would resend.'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l failed -d 'Only deliveries that \'hooks replay --failed\' would resend.'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l limit -s n -d 'Maximum number of deliveries to list; 0 for all.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l limit -s n -d 'Maximum number of deliveries to list; 0 for all.' -x
complete -c hooks -n '__hooks_at \' deliveries list\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries list\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries list\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries list\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries show\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries show\'' -l view -d 'How to show it.' -x -a 'summary record full raw curl'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l view -d 'How to show it.' -x -a 'summary record full raw curl'
complete -c hooks -n '__hooks_at \' deliveries show\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c hooks -n '__hooks_at \' deliveries show\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries show\'' -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' deliveries show\'' -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' deliveries diff\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries diff\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c hooks -n '__hooks_at \' deliveries diff\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries diff\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries diff\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries diff\'' -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' deliveries diff\'' -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l event -d 'Only these events: person.created, person.*, *.deleted.' -x -a '$__hooks_operations'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l webhook -d 'Only this webhook: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l record -d 'Only this record: its id, or the beginning of it.' -x -a '(__hooks_webhooks)'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l verdict -d 'Only these verdicts: valid, mismatch, unsigned, malformed, too-old, from-the-future, no-secret, redacted.' -x
complete -c hooks -n '__hooks_at \' deliveries export\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l since -d 'Only deliveries received since then: 10m, 2h, or 2026-07-15T09:30 (local time, UTC with a Z at the end).' -x
complete -c hooks -n '__hooks_at \' deliveries export\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l search -d 'Only deliveries with this text in body, path or headers.' -x
complete -c hooks -n '__hooks_at \' deliveries export\'' -l format -d 'JSON Lines in the delivery format, an HTTP Archive, or a shell script that calls curl.' -x -a 'jsonl har curl'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l format -d 'JSON Lines in the delivery format, an HTTP Archive, or a shell script that calls curl.' -x -a 'jsonl har curl'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l output -d 'File to write, readable only by you.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l output -d 'File to write, readable only by you.' -r -F
complete -c hooks -n '__hooks_at \' deliveries export\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l no-redact -d 'Do not mask tokens, passwords and so on.'
complete -c hooks -n '__hooks_at \' deliveries export\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries export\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries export\'' -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' deliveries export\'' -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' deliveries import\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries import\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' deliveries import\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' deliveries import\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries import\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries import\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' deliveries import\'' -F
complete -c twenty-hooks -n '__hooks_at \' deliveries import\'' -F
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l older-than -d 'Remove deliveries received longer ago than this (30d).' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l older-than -d 'Remove deliveries received longer ago than this (30d).' -x
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l to-size -d 'Remove the oldest until the rest takes about this much (500mb).' -x
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l to-size -d 'Remove the oldest until the rest takes about this much (500mb).' -x
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l yes -s y -d 'Do not ask; required when not interactive.'
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' deliveries prune\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' deliveries prune\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' sign\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' sign\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' sign\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' sign\'' -l timestamp -d 'Time of signing, in Unix milliseconds.' -x
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l timestamp -d 'Time of signing, in Unix milliseconds.' -x
complete -c hooks -n '__hooks_at \' sign\'' -l format -d 'What to print.' -x -a 'headers hex json curl'
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l format -d 'What to print.' -x -a 'headers hex json curl'
complete -c hooks -n '__hooks_at \' sign\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' sign\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' sign\'' -F
complete -c twenty-hooks -n '__hooks_at \' sign\'' -F
complete -c hooks -n '__hooks_at \' verify\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' verify\'' -l signature -d 'X-Twenty-Webhook-Signature of a bare body.' -x
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l signature -d 'X-Twenty-Webhook-Signature of a bare body.' -x
complete -c hooks -n '__hooks_at \' verify\'' -l timestamp -d 'X-Twenty-Webhook-Timestamp of a bare body.' -x
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l timestamp -d 'X-Twenty-Webhook-Timestamp of a bare body.' -x
complete -c hooks -n '__hooks_at \' verify\'' -l secret -d 'Secret of the webhook.' -x
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l secret -d 'Secret of the webhook.' -x
complete -c hooks -n '__hooks_at \' verify\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l secret-file -d 'File with the secret, or with a JSON object of webhookId to secret.' -r -F
complete -c hooks -n '__hooks_at \' verify\'' -l tolerance -d 'Reject signatures that are older, or further in the future (5m, 30s).' -x
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l tolerance -d 'Reject signatures that are older, or further in the future (5m, 30s).' -x
complete -c hooks -n '__hooks_at \' verify\'' -l now -d 'Measure the age of deliveries without a time of receipt at this time, in Unix milliseconds.' -x
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l now -d 'Measure the age of deliveries without a time of receipt at this time, in Unix milliseconds.' -x
complete -c hooks -n '__hooks_at \' verify\'' -l store -d 'File of the delivery store.' -r -F
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l store -d 'File of the delivery store.' -r -F
complete -c hooks -n '__hooks_at \' verify\'' -l input -d 'Format of the input.' -x -a 'auto body http delivery'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l input -d 'Format of the input.' -x -a 'auto body http delivery'
complete -c hooks -n '__hooks_at \' verify\'' -l no-diagnose -d 'Do not search for the cause of an invalid signature.'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l no-diagnose -d 'Do not search for the cause of an invalid signature.'
complete -c hooks -n '__hooks_at \' verify\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' verify\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' verify\'' -F -a '@1 @2 @3'
complete -c twenty-hooks -n '__hooks_at \' verify\'' -F -a '@1 @2 @3'
complete -c hooks -n '__hooks_at \' secret\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' secret\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' secret\'' -l new -d 'Replace it by a new secret.'
complete -c twenty-hooks -n '__hooks_at \' secret\'' -l new -d 'Replace it by a new secret.'
complete -c hooks -n '__hooks_at \' secret\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' secret\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' secret\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' secret\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' config\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' config\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' config\'' -a show -d 'Print every setting and where it comes from.'
complete -c twenty-hooks -n '__hooks_at \' config\'' -a show -d 'Print every setting and where it comes from.'
complete -c hooks -n '__hooks_at \' config\'' -a path -d 'Print the path of your settings file, config.toml.'
complete -c twenty-hooks -n '__hooks_at \' config\'' -a path -d 'Print the path of your settings file, config.toml.'
complete -c hooks -n '__hooks_at \' config show\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' config show\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l api-url -d 'URL of the Twenty server.' -x
complete -c hooks -n '__hooks_at \' config show\'' -l api-key -d 'API key.' -x
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l api-key -d 'API key.' -x
complete -c hooks -n '__hooks_at \' config show\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l api-key-file -d 'File with the API key.' -r -F
complete -c hooks -n '__hooks_at \' config show\'' -l profile -d 'Profile in your config.toml.' -x
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l profile -d 'Profile in your config.toml.' -x
complete -c hooks -n '__hooks_at \' config show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' config show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' config show\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' config path\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' config path\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' config path\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c twenty-hooks -n '__hooks_at \' config path\'' -l json -d 'Print JSON to stdout, and errors as JSON to stderr.'
complete -c hooks -n '__hooks_at \' config path\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' config path\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' completion\'' -l help -s h -d 'Show this message and exit.'
complete -c twenty-hooks -n '__hooks_at \' completion\'' -l help -s h -d 'Show this message and exit.'
complete -c hooks -n '__hooks_at \' completion\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c twenty-hooks -n '__hooks_at \' completion\'' -l color -d 'When to use colors.' -x -a 'auto always never'
complete -c hooks -n '__hooks_at \' completion\'' -a 'bash zsh fish'
complete -c twenty-hooks -n '__hooks_at \' completion\'' -a 'bash zsh fish'
